// My cases: codes, level, clock, stage, since when. Whoever has exactly one is taken to it.

import { button, el } from "../shared/dom";
import { type Me, Refused } from "./api";
import { theCase } from "./case";
import { caseApi, type CaseLine } from "./case-api";
import { standing } from "./case-parts";
import { keptCards } from "./composer";
import { deedsOf } from "./deed-list";
import { Deeds } from "./deeds";
import { allKept, type Kept } from "./kept";
import { early, type Known } from "./known";
import { listen } from "./live";
import { moment } from "./moments";
import { enterCase } from "./rooms";
import { day, show, status } from "./screen";
import { sendKept } from "./sending";
import { forgotten } from "./session";
import { trouble } from "./trouble";
import { word } from "./words";

/** What was not heard is asked for again after so long, in milliseconds. */
const AGAIN_MS = 15_000;

/** Once for each time that somebody comes in: whoever goes back to the list stays there. */
let taken = -1;

/** `gone`: the code of a case that was shown, and is not the member's to read any more. */
export async function cases(known: Known, gone: string | null = null): Promise<() => void> {
  const asked = early(caseApi.list());
  const { me } = await known;
  const { cases: lines, now } = await asked;
  const mine = lines.filter((line) => line.mine);
  const first = taken !== forgotten();
  taken = forgotten();
  const [only] = mine;
  // Whoever is called, or handed one, sees that first.
  const isAsked = lines.some(({ called, handed }) => called || handed);
  if (first && gone === null && !isAsked && mine.length === 1 && only !== undefined) return theCase(known, only.code);
  return () => new CaseList(me, lines, now, gone).shows();
}

class CaseList {
  private readonly list = el("ul", { class: "people" });
  private readonly unsent = el("div", { class: "waiting", "aria-live": "polite" });
  private told = status();
  /** Nobody answers: said in each language. */
  private lost = false;
  private kept: readonly Kept[] = [];
  private shown = "";
  private ends: () => void = () => undefined;
  private left = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly me: Me,
    private lines: readonly CaseLine[],
    private now: number,
    private readonly gone: string | null,
  ) {}

  shows(): void {
    const leaves = (): void => {
      this.left = true;
      this.ends();
    };
    show("cs-cases", () => this.draws(), leaves);
    this.ends = listen({
      changed: () => void this.refresh(),
      connected: (there) => {
        this.connected(there);
        if (there) void this.sends();
      },
    });
    void this.sends();
  }

  private draws(): HTMLElement[] {
    this.told = status();
    if (this.lost) this.connected(false);
    this.shown = "";
    this.fills();
    const gone = this.gone === null ? [] : [el("p", { role: "status", text: `${this.gone} · ${word("cs-case-gone")}` })];
    return [this.told, ...gone, this.unsent, this.list];
  }

  private connected(there: boolean): void {
    this.lost = !there;
    this.told.textContent = there ? "" : word("cs-no-connection");
  }

  /** Draws what has changed since. */
  private fills(): void {
    const shown = JSON.stringify([this.lines, this.kept, day(this.now)]);
    if (shown === this.shown) return;
    this.shown = shown;
    const rows = this.lines.map((line) => this.row(line));
    this.list.replaceChildren(...(rows.length === 0 ? [el("li", { text: word("cs-cases-none") })] : rows));
    const changed = (): void => void this.sends();
    this.unsent.replaceChildren(...keptCards(this.me.member, this.kept, changed));
  }

  private row(line: CaseLine): HTMLElement {
    const { code, mine, handed, called, reads, since, unreadable = false } = line;
    const deeds: Deeds = new Deeds(code, () => void this.after(code, deeds.told.textContent));
    const whose = mine ? `${word("cs-owner-you")} · ` : handed ? `${word("cs-handed-you")} · ` : called ? `${word("cs-called-you")} · ` : "";
    const asks = deedsOf({ may: ["take"], owner_free: false }).filter(({ did }) => handed || (called && did === "take"));
    const takes = unreadable ? [] : asks;
    return el(
      "li",
      { class: mine || handed || called ? "mine" : null },
      reads ? button({ class: "open" }, () => void enterCase(code), code) : el("p", { class: "whom", text: code }),
      standing(line),
      el("p", { text: `${whose}${word("cs-since")} ${moment(since, this.now)}` }),
      ...(unreadable ? [el("p", { class: "warn", text: word("cs-unreadable") })] : []),
      ...(takes.length > 0 ? [deeds.told] : []),
      ...takes.map((deed) => deeds.press(deed, deed.did === "take" ? "main" : "plain")),
    );
  }

  /** Whoever has it now is taken to it; all others read what came of it. */
  private async after(code: string, said: string | null): Promise<void> {
    await this.refresh();
    if (this.left) return;
    if (this.lines.some((line) => line.code === code && line.mine)) return void enterCase(code);
    this.told.textContent = said;
  }

  private async refresh(): Promise<void> {
    try {
      const { cases: lines, now } = await caseApi.list(true);
      if (this.left) return;
      [this.lines, this.now] = [lines, now];
      if (this.lost) this.connected(true);
      await this.looks();
      const focused = document.activeElement?.textContent;
      this.fills();
      const again = [...this.list.querySelectorAll("button")].find((one) => one.textContent === focused);
      if (document.activeElement === document.body) again?.focus();
    } catch (error) {
      if (this.left) return;
      if (error instanceof Refused && error.code === "signed-out") trouble(error, () => undefined);
      else {
        this.connected(false);
        clearTimeout(this.retry);
        this.retry = setTimeout(() => void this.refresh(), AGAIN_MS);
      }
    }
  }

  /** What waits, and what was typed in a case that is not in the list any more. */
  private async looks(): Promise<void> {
    const listed = (of: string): boolean => this.lines.some(({ code }) => code === of);
    this.kept = (await allKept(this.me.member)).filter(({ state, code }) => state !== "draft" || !listed(code));
  }

  /** A note waits for its case to be open. */
  private async sends(): Promise<void> {
    const lists = async (): Promise<void> => {
      await this.looks();
      if (!this.left) this.fills();
    };
    await lists();
    const opens = (of: string): boolean => this.me.role === "coordinator" || this.lines.some(({ code, mine }) => mine && code === of);
    const seal = async ({ code }: Kept): Promise<null> => {
      if (!opens(code)) throw new Refused("no-case");
      return null;
    };
    await sendKept(this.me.member, seal, () => void lists());
  }
}
