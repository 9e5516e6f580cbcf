// One case: what to do first, what is known, what came, and the one action that matters within reach.

import { button, el } from "../shared/dom";
import { type Me, Refused } from "./api";
import { caseApi, type OneCase, type SignedNote } from "./case-api";
import type { CaseFiles } from "./case-file";
import { CaseKeys } from "./case-open";
import { Parts, Section } from "./case-parts";
import { noteBytes } from "./challenge";
import { Composer } from "./composer";
import { deedsOf, mainDeed } from "./deed-list";
import { Deeds } from "./deeds";
import { Entries } from "./entries";
import { fileOf, type TelegramFile } from "./entry-body";
import { exportParts } from "./export";
import { caseFile } from "./fetched";
import type { Source } from "./folder";
import type { Keys } from "./keys";
import type { Kept } from "./kept";
import { early, type Known } from "./known";
import { listen } from "./live";
import { moment, toldMoment } from "./moments";
import { keepRenewing } from "./renewing";
import { enterCase, leaveCase } from "./rooms";
import { type Part, show, status } from "./screen";
import { send, sendKept } from "./sending";
import { session } from "./session";
import { trouble } from "./trouble";
import { withKeys } from "./unlock";
import { pageLanguage, word } from "./words";

/** What was not sent is tried again after so long, in milliseconds. */
const AGAIN_MS = 15_000;
/** It is asked for no sooner than so long after the last time, in milliseconds. */
const SOON_MS = 1_000;
/** Whether what is on its way has arrived is looked for so often, in milliseconds. */
const LOOK_MS = 3_000;

export async function theCase(known: Known, code: string): Promise<() => void> {
  const asked = early(caseApi.one(code, pageLanguage()));
  const { me } = await known;
  const one = await asked;
  if (one.code !== code) throw new Error("another case");
  return () => new CaseRoom(me, one).shows();
}

class CaseRoom {
  private readonly keys = new CaseKeys();
  /** Once somebody asks for a file. */
  private files: CaseFiles | null = null;
  private readonly entries: Entries;
  private readonly composer: Composer;
  private readonly deeds: Deeds;
  private readonly ends: (() => void)[] = [];
  /** In this language the server told it. */
  private language = pageLanguage();
  private parts = new Parts();
  private told = status();
  /** Nobody answers: said in each language. */
  private lost = false;
  private acts = new Section("cs-acts", true);
  private hand = new Section("cs-hand", true);
  private readonly bar = el("div", { class: "thumb" });
  private readonly reach = el("div", { class: "reach" });
  private barShows = "";
  private shut = el("div", {});
  private left = false;
  /** When it was asked for last: just before it is shown. */
  private askedAt = Date.now();
  private soon: ReturnType<typeof setTimeout> | undefined;
  /** What was not heard of the case is asked for again. */
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** The server's clock before this browser's, in milliseconds. */
  private ahead: number;
  /** Whether it is being asked for, and whether something changed since. */
  private asking = false;
  private again = false;

  constructor(
    private readonly me: Me,
    private one: OneCase,
  ) {
    const { code } = one;
    this.ahead = one.now - Date.now();
    this.entries = new Entries(one, this.keys, {
      name: (member) => this.name(member),
      moment: toldMoment,
      file: (seq, file, place) => this.showsFile(seq, file, place),
    });
    this.composer = new Composer(me.member, code, {
      waits: () => void this.sends(),
      atOnce: (kept) => send(kept, (of) => this.seals(of)),
    });
    this.deeds = new Deeds(code, () => void this.refresh());
  }

  shows(): void {
    show({ code: this.one.code }, () => this.draws(), () => this.leaves());
    const changed = (): void => void this.refresh();
    const connected = (there: boolean): void => {
      this.connected(there);
      if (there) void this.sends();
    };
    const online = (): void => void this.sends();
    addEventListener("online", online);
    const timer = setInterval(online, AGAIN_MS);
    this.ends.push(listen({ changed, connected }), () => removeEventListener("online", online), () => clearInterval(timer));
    const looks = setInterval(() => {
      if (this.one.writes.some(({ state }) => state === "waiting")) void this.refresh();
    }, LOOK_MS);
    this.ends.push(() => clearInterval(looks));
    this.ends.push(keepRenewing(this.one.code, () => this.one.may.includes("renew"), () => this.now()));
    void this.composer.begins().then(online);
    if (session.keys !== null) void this.opens(session.keys);
  }

  private leaves(): void {
    this.left = true;
    for (const end of this.ends.splice(0)) end();
    this.entries.leaves();
    this.files?.leaves();
    this.keys.shut();
  }

  private async showsFile(seq: number, file: TelegramFile, place: HTMLElement): Promise<void> {
    const files = await this.allFiles().catch(() => null);
    if (this.left) return;
    if (files === null) return place.replaceChildren(el("p", { text: word("cs-away") }));
    await files.show(seq, file, place);
  }

  /** What reads files comes once there is one to read. */
  private async allFiles(): Promise<CaseFiles> {
    const part = await caseFile();
    this.files ??= new part.CaseFiles(this.one.code, this.keys);
    return this.files;
  }

  /** All of it, in the language of the moment. */
  private draws(): Part[] {
    [this.parts, this.told] = [new Parts(), status()];
    [this.acts, this.hand] = [new Section("cs-acts", true), new Section("cs-hand", true)];
    this.shut = el("div", { class: "body", "aria-live": "polite" });
    if (this.lost) this.connected(false);
    this.barShows = "";
    this.entries.speaks();
    this.composer.speaks();
    this.fills();
    if (this.language !== pageLanguage()) void this.refresh();
    return [
      this.told,
      ...this.parts.all,
      this.acts.element,
      this.hand.element,
      this.composer.waiting,
      el("h2", { text: word("cs-timeline") }),
      this.shut,
      this.entries.list,
      this.openings(),
      ...(this.one.may.includes("export") ? exportParts(() => this.writtenDown()) : []),
      this.bar,
    ];
  }

  /** What depends on the case as the server tells it. */
  private fills(): void {
    const { one } = this;
    this.parts.fill(one);
    this.entries.becomes(one);
    this.acts.fill([one.may, one.owner_free], () => deedsOf(one).map((deed) => this.deeds.press(deed, "plain")));
    this.hand.fill([one.may, one.colleagues], () => this.handOver());
    this.fillsBar();
    this.fillsShut();
  }

  private fillsBar(): void {
    const { one } = this;
    const main = mainDeed(one);
    const shows = JSON.stringify([main?.did, one.may]);
    if (shows === this.barShows) return;
    this.barShows = shows;
    const kinds = (["write", "note"] as const).filter((kind: Kept["kind"]) => one.may.includes(kind));
    const buttons = [...(main === null ? [] : [this.deeds.press(main, "main")]), ...this.composer.openers(kinds)];
    this.reach.replaceChildren(...buttons);
    // What is typed into stays where it is, and keeps the keyboard.
    if (this.bar.firstChild === null) this.bar.append(this.composer.form, this.deeds.told, this.reach);
  }

  /** Why entries are not open, and what opens them. */
  private fillsShut(): void {
    const locked = session.keys === null && this.one.entries > 0;
    const open = (): void => void withKeys(() => enterCase(this.one.code));
    const waiting = session.keys !== null && this.entries.waiting > 0 ? [el("p", { text: word("cs-entries-open") })] : [];
    // What has the focus stays.
    if (locked && this.shut.querySelector("button") !== null) return;
    this.shut.replaceChildren(
      ...(locked ? [el("p", { text: word("cs-entries-locked") }), button({ class: "main" }, open, word("cs-waiting-open"))] : waiting),
    );
  }

  private handOver(): Part[] {
    const { colleagues, may } = this.one;
    if (!may.includes("hand-over")) return [];
    if (colleagues.length === 0) return [el("p", { text: word("cs-hand-nobody") })];
    const before = document.querySelector<HTMLSelectElement>("#colleague")?.value;
    const chosen = (id: string): boolean => id === before;
    const options = colleagues.map(({ id, name }) => el("option", { value: id, text: name, selected: chosen(id) }));
    const select = el("select", { id: "colleague" }, ...options);
    const named = (): string => select.selectedOptions[0]?.textContent ?? "";
    const go: HTMLButtonElement = button({ class: "plain" }, () => this.deeds.hand(select.value, named(), go), word("cs-hand-go"));
    return [el("label", { for: select.id, text: word("cs-hand-to") }), select, go];
  }

  /** What is open of it, to be carried out of the console. */
  private writtenDown(): Source {
    return {
      one: this.one,
      entries: this.entries.all,
      saved: async (seq, file) => (await this.allFiles()).saved(seq, file),
      isLeft: () => this.left,
    };
  }

  /** Who opened it, told when somebody asks. */
  private openings(): HTMLElement | null {
    if (!this.one.may.includes("openings")) return null;
    const body = el("div", { class: "body", "aria-live": "polite" });
    const details = el("details", {}, el("summary", {}, el("h2", { text: word("cs-openings") })), body);
    const asks = async (): Promise<void> => {
      const { openings } = await caseApi.openings(this.one.code);
      const lines = openings.map(({ name, at }) => el("li", { text: `${moment(at, this.one.now)} · ${name}` }));
      body.replaceChildren(el("ul", { class: "lines" }, ...lines));
    };
    details.addEventListener("toggle", () => {
      if (details.open) asks().catch(() => body.replaceChildren(el("p", { text: word("cs-away") })));
    });
    return details;
  }

  private connected(there: boolean): void {
    this.lost = !there;
    this.told.textContent = there ? "" : word("cs-no-connection");
  }

  private name(member: string): string {
    if (member === this.me.member) return word("cs-you");
    return this.one.names[member] ?? member;
  }

  /** Asks for it anew; once more if something changed meanwhile. */
  private async refresh(): Promise<void> {
    if (this.left) return;
    const wait = this.askedAt + SOON_MS - Date.now();
    if (wait > 0) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => void this.refresh(), wait);
      return;
    }
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    this.askedAt = Date.now();
    const language = pageLanguage();
    try {
      const one = await caseApi.one(this.one.code, language, true);
      if (this.left) return;
      [this.one, this.language, this.ahead] = [one, language, one.now - Date.now()];
      this.connected(true);
      this.fills();
      if (session.keys !== null) await this.opens(session.keys);
    } catch (error) {
      this.failed(error);
    } finally {
      this.asking = false;
    }
    if (this.again) await this.refresh();
  }

  private async opens(keys: Keys): Promise<void> {
    try {
      await this.keys.opens(this.one.keys, keys);
      if (this.left) return this.keys.shut();
      await this.entries.loads();
      if (this.left) return;
      this.fillsShut();
      // What reads files is fetched while the line is there.
      if (this.entries.all.some((entry) => fileOf(entry) !== null)) void this.allFiles().catch(() => undefined);
      await this.sends();
    } catch (error) {
      this.failed(error);
    }
  }

  /** What was typed and waits. A note is sealed to the key that opened here, and signed by its member's. */
  private async sends(): Promise<void> {
    const told = (): void => {
      if (this.left) return;
      void this.composer.lists();
      void this.refresh();
    };
    await sendKept(this.me.member, (kept) => this.seals(kept), told);
  }

  private async seals({ id, code, text, at }: Kept): Promise<SignedNote | null> {
    const { keys } = session;
    if (keys === null || code !== this.one.code) return null;
    const note = await this.keys.note(text, this.me.member, at);
    if (note === null) return null;
    const now = { member: this.me.member, at: this.now() };
    return { ...note, at: now.at, signature: await keys.sign(await noteBytes(now, code, id, note.sealed)) };
  }

  /** By the server's clock. */
  private now(): number {
    return Date.now() + this.ahead;
  }

  private failed(error: unknown): void {
    if (this.left) return;
    const code = error instanceof Refused ? error.code : "away";
    if (code === "no-case" || code === "not-yours") void leaveCase(this.one.code);
    else if (code === "signed-out") trouble(error, () => undefined);
    else {
      this.connected(false);
      clearTimeout(this.retry);
      this.retry = setTimeout(() => void this.refresh(), AGAIN_MS);
    }
  }
}
