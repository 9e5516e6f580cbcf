// The screens of the console: what each says, and how it is brought about.

import type { Page } from "playwright-core";
import type { Language } from "../shared/languages";
import type { WordKey } from "../console/word-keys";
import type { Desk, Person, Seat } from "./desk";
import { type Made, makes } from "./maker";

/** One screen in one state. */
export interface Screen {
  /** What the heading says: one of the page's words, or of a case its code. */
  readonly title: WordKey | "code";
  /** What else can be read. */
  readonly says: readonly WordKey[];
  /** Brings it about, in English. */
  comes(stage: Stage): Promise<void>;
  /** Brings about anew what a change of the language takes away. */
  again?(stage: Stage, language: Language): Promise<void>;
}

/** Somebody with keys. All of them come in by the same browser. */
export type Player = Made & { readonly who: Person };

type Words = Readonly<Record<string, string>>;

/** One browser before one server. */
export class Stage {
  /** Lets go what is held. */
  private release: () => void = () => undefined;

  constructor(
    readonly at: Desk,
    private readonly seat: Seat,
    private readonly words: ReadonlyMap<Language, Words>,
    /** The case that the lawyer has. */
    public code = "",
  ) {}

  get page(): Page {
    return this.seat.page;
  }

  text(key: WordKey | "code", language: Language = "en"): string {
    return key === "code" ? this.code : (this.words.get(language)?.[key] ?? key);
  }

  /** Somebody new, who has made keys that nobody signed for. */
  async player(role: Person["role"], name: string): Promise<Player> {
    const who = await this.at.adds(role, name);
    return { who, ...(await makes(this.at, await this.at.link(who))) };
  }

  async signed(role: Person["role"], name: string): Promise<Player> {
    const player = await this.player(role, name);
    await this.at.signs(player.who, player.voice);
    return player;
  }

  /** Presses what begins with these words. */
  async presses(key: WordKey, more = ""): Promise<void> {
    const name = `${this.text(key)}${more}`;
    await this.page.getByRole("button", { name, exact: more === "" }).first().click();
  }

  async sees(key: WordKey, language: Language = "en"): Promise<void> {
    await this.page.getByText(this.text(key, language)).first().waitFor();
  }

  /** A heading of the first rank. */
  async heading(key: WordKey | "code"): Promise<void> {
    await this.page.getByRole("heading", { name: this.text(key), exact: true, level: 1 }).waitFor();
  }

  async follows(link: string): Promise<void> {
    await this.page.goto(link);
  }

  /** By a link and seven words. */
  async comesIn({ who, words }: Player): Promise<void> {
    await this.follows(await this.at.link(who));
    await this.page.locator("#seven-words").fill(words.join(" "));
    await this.page.locator("form [type=submit]").click();
    await this.page.locator("#top nav").waitFor();
  }

  /** A room of whoever is in, anew where they are in it. */
  async enters(key: WordKey, title = key): Promise<void> {
    await this.page.locator("h1").evaluate((heading) => heading.remove());
    await this.page.locator("#top nav").getByRole("button", { name: this.text(key), exact: true }).click();
    await this.heading(title);
  }

  /** From now on the server answers this. */
  async answers(path: string, json: unknown, status = 200): Promise<void> {
    await this.page.route(`**/api/${path}`, (route) => route.fulfill({ status, json }));
  }

  /** From now on it answers what it would, changed; `path` with what is asked for behind a question mark. */
  async changes<T>(path: RegExp, change: (answer: T, asked: string) => unknown): Promise<void> {
    const of = (url: URL): string => url.pathname.replace(/^\/api\//, "") + url.search;
    await this.page.route((url) => path.test(of(url)), async (route) => {
      const asked = of(new URL(route.request().url()));
      const response = await route.fetch();
      await route.fulfill({ response, json: change((await response.json()) as T, asked) });
    });
  }

  /** From now on it is silent. */
  async holds(path: string): Promise<void> {
    const held = new Promise<void>((resolve) => (this.release = resolve));
    await this.page.route(`**/api/${path}`, async (route) => {
      await held;
      await route.continue();
    });
  }

  /** From now on nobody is there. */
  async loses(path: string): Promise<void> {
    await this.page.route(`**/api/${path}`, (route) => route.abort());
  }

  /** The server answers for itself again. */
  async ends(): Promise<void> {
    this.release();
    await this.page.unrouteAll({ behavior: "wait" });
  }
}
