// What came and what was done, by time: the newest is opened and shown first.

import { el } from "../shared/dom";
import { caseApi, type OneCase, type SealedEntry } from "./case-api";
import type { CaseKeys, Entry } from "./case-open";
import { contentOf, isTold, kindOf, type Reading, sourceOf } from "./entry-view";
import { moment } from "./moments";
import { sync } from "./sync";
import { word } from "./words";

/** Of a case with more entries so many of the newest are fetched before all others. */
const NEWEST = 8;
/** While many are opened, the list is drawn so often at most, in milliseconds. */
const DRAW_MS = 50;

interface Item {
  readonly at: number;
  readonly order: number;
  readonly element: HTMLElement;
}

/** The timeline of one case. */
export class Entries {
  readonly list = el("ol", { class: "timeline" });
  /** In their order. */
  private sealed: readonly SealedEntry[] = [];
  /** None is missing before the last of them. */
  private whole = false;
  /** Null: it does not open. */
  private readonly opened = new Map<number, Entry | null>();
  private readonly elements = new Map<string, HTMLElement>();
  private loading: Promise<void> = Promise.resolve();
  private left = false;

  constructor(
    private one: OneCase,
    private readonly keys: CaseKeys,
    private readonly reading: Reading,
  ) {}

  /** How many are there and not open yet. */
  get waiting(): number {
    return this.one.entries - this.opened.size;
  }

  /** All that are open. */
  get all(): readonly Entry[] {
    return [...this.opened.values()].filter((entry) => entry !== null).sort((a, b) => a.seq - b.seq);
  }

  /** The case has changed. */
  becomes(one: OneCase): void {
    this.one = one;
    this.draw();
  }

  /** Draws all anew, in another language. */
  speaks(): void {
    this.elements.clear();
    this.draw();
  }

  /** Fetches what is new and opens it; one time after the other. */
  loads(): Promise<void> {
    const next = this.loading.then(() => this.load());
    this.loading = next.catch(() => undefined);
    return next;
  }

  private async load(): Promise<void> {
    const before = this.one.entries - NEWEST;
    if (this.sealed.length === 0 && before > 0) {
      await this.fetches(before);
      await this.opens();
    }
    await this.fetches(this.whole ? (this.sealed.at(-1)?.seq ?? 0) : 0);
    this.whole = true;
    await this.opens();
  }

  /** Fetches those that come after this number. */
  private async fetches(number: number): Promise<void> {
    for (let after = number; !this.left; ) {
      const { entries, more } = await caseApi.entries(this.one.code, after);
      if (this.left) return;
      const all = new Map([...this.sealed, ...entries].map((sealed) => [sealed.seq, sealed]));
      this.sealed = [...all.values()].sort((a, b) => a.seq - b.seq);
      const last = entries.at(-1);
      if (!more || last === undefined) return;
      after = last.seq;
    }
  }

  /** Opens what is there, the newest first. */
  private async opens(): Promise<void> {
    let drawn = 0;
    for (const sealed of [...this.sealed].reverse()) {
      // What did not open is tried again: its key may have come.
      if ((this.opened.get(sealed.seq) ?? null) !== null) continue;
      const entry = await this.keys.entry(sealed);
      if (this.left) return;
      this.opened.set(sealed.seq, entry);
      if (performance.now() - drawn < DRAW_MS) continue;
      this.draw();
      drawn = performance.now();
    }
    if (!this.left) this.draw();
  }

  /** Nothing of it stays in the page. */
  leaves(): void {
    this.left = true;
    this.opened.clear();
    this.elements.clear();
    this.sealed = [];
    this.list.replaceChildren();
  }

  private draw(): void {
    const told = this.one.timeline.map(({ at, text, by }, order): Item => {
      const source = by ?? word("cs-from-habeas");
      return { at, order, element: this.element(`told ${at} ${text}`, at, source, () => [el("p", { text })]) };
    });
    const entries = this.sealed.flatMap((sealed): Item[] => {
      const entry = this.opened.get(sealed.seq);
      return entry === undefined || (entry !== null && isTold(entry)) ? [] : [this.item(sealed, entry)];
    });
    const all = [...told, ...entries].sort((a, b) => b.at - a.at || b.order - a.order);
    sync(this.list, all.map(({ element }) => element));
  }

  private item({ seq, at }: SealedEntry, entry: Entry | null): Item {
    if (entry === null) {
      const element = this.element(`shut ${seq}`, at, `№ ${seq}`, () => [el("p", { text: word("cs-entry-shut") })]);
      return { at, order: seq, element };
    }
    const state = this.one.writes.find((write) => entry.kind === "asked" && write.at === at)?.state;
    const source = `${sourceOf(entry, this.reading)} · ${kindOf(entry)}${state === undefined ? "" : ` · ${word(`cs-written-${state}`)}`}`;
    const content = (): HTMLElement[] => contentOf(entry, this.reading);
    return { at, order: seq, element: this.element(`open ${seq}`, at, source, content) };
  }

  /** The element that is there, with a new first line; a new one if there is none. */
  private element(key: string, at: number, source: string, content: () => HTMLElement[]): HTMLElement {
    const there = this.elements.get(key);
    const line = `${moment(at, this.one.now)} · ${source}`;
    if (there !== undefined) {
      const head = there.firstElementChild;
      if (head !== null && head.textContent !== line) head.textContent = line;
      return there;
    }
    const element = el("li", {}, el("p", { class: "source", text: line }), ...content());
    this.elements.set(key, element);
    return element;
  }
}
