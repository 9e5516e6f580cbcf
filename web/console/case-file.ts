// A file of a case: fetched through the server, opened here, shown in a frame that has none of the keys.

import { button, el } from "../shared/dom";
import type { Showing, ViewerWord } from "../viewer/messages";
import { Refused } from "./api";
import { caseApi } from "./case-api";
import type { CaseKeys } from "./case-open";
import type { TelegramFile } from "./entry-body";
import { FileFrame } from "./file-frame";
import { aloneOf, begins, endOf, type Kind, kindOf } from "./file-kinds";
import { reasonFor } from "./refusals";
import { session } from "./session";
import type { WordKey } from "./word-keys";
import { pageLanguage, word } from "./words";

/** A file that is open. */
interface Opened {
  /** By the case's code and the entry's number alone. */
  readonly name: string;
  readonly blob: Blob;
  readonly kind: Kind;
  /** As what the picture alone is saved. */
  readonly alone: Kind["alone"];
}

const VIEWER_WORDS: Readonly<Record<ViewerWord, WordKey>> = {
  before: "cs-file-before",
  next: "cs-file-next",
  page: "cs-file-page",
  smaller: "cs-file-smaller",
  larger: "cs-file-larger",
  text: "cs-file-text",
  blank: "cs-file-blank",
};

function viewerWords(): Record<ViewerWord, string> {
  const words = Object.entries(VIEWER_WORDS).map(([name, key]) => [name, word(key)]);
  return Object.fromEntries(words) as Record<ViewerWord, string>;
}

/** A file as it leaves the console. */
export interface Saved {
  readonly blob: Blob;
  /** How its name ends. */
  readonly end: string;
  /** A picture and nothing beside it; otherwise it keeps what is hidden in it. */
  readonly alone: boolean;
}

/** The files of one case that are open in this page. */
export class CaseFiles {
  private readonly urls: string[] = [];
  /** What is shown, by its place. */
  private readonly frames = new Map<HTMLElement, FileFrame>();
  /** What waits for a picture that nobody sees. */
  private readonly drawing = new Set<(why: Error) => void>();
  private left = false;

  constructor(
    private readonly code: string,
    private readonly keys: CaseKeys,
  ) {}

  /** Nothing of them stays in the page. */
  leaves(): void {
    this.left = true;
    for (const frame of this.frames.values()) frame.leaves();
    this.frames.clear();
    for (const fails of this.drawing) fails(new Error("left"));
    this.drawing.clear();
    for (const url of this.urls.splice(0)) URL.revokeObjectURL(url);
  }

  /** Shows it there, or why not. */
  async show(seq: number, { file_id }: TelegramFile, place: HTMLElement): Promise<void> {
    this.clears(place);
    place.replaceChildren(el("p", { text: word("cs-file-comes") }));
    try {
      const opened = await this.fetched(seq, file_id);
      if (this.left) return;
      if (opened === null) place.replaceChildren(el("p", { text: word("cs-file-shut") }));
      else this.draws(opened, place);
    } catch (error) {
      const { title } = reasonFor(error instanceof Refused ? error.code : "fault");
      place.replaceChildren(el("p", { text: word(title) }));
    }
  }

  /** What is saved of it: a picture drawn anew in a frame that nobody sees, all else as it is. Null if it does not open. */
  async saved(seq: number, { file_id }: TelegramFile): Promise<Saved | null> {
    const opened = await this.fetched(seq, file_id);
    if (opened === null || this.left) return null;
    const { blob, kind, alone } = opened;
    if (alone === undefined) return { blob, end: kind.end, alone: false };
    const drawn = await this.unseen(opened, alone).catch(() => null);
    // What cannot be drawn anew is no reason to lose it.
    return drawn === null ? { blob, end: kind.end, alone: false } : { blob: drawn, end: endOf(alone), alone: true };
  }

  private async unseen(opened: Opened, alone: NonNullable<Kind["alone"]>): Promise<Blob> {
    const place = el("div", { hidden: true });
    try {
      return await new Promise((done, failed) => {
        this.drawing.add(failed);
        const frame: FileFrame = new FileFrame("/viewer.html", {
          title: opened.name,
          file: () => this.showing(opened, "img"),
          shown: () => void pictureOf(frame, alone).then(done, failed),
          broken: () => failed(new Error("no picture")),
        });
        this.frames.set(place, frame);
        place.append(frame.element);
        document.body.append(place);
      });
    } finally {
      this.frames.get(place)?.leaves();
      this.frames.delete(place);
      place.remove();
    }
  }

  /** What was shown there, and what stood in a page that was drawn anew since, is there no more. */
  private clears(place: HTMLElement): void {
    for (const [at, frame] of this.frames) {
      if (at !== place && at.isConnected) continue;
      frame.leaves();
      this.frames.delete(at);
    }
  }

  /** Null if it does not open. What the server's disk lost is fetched anew by asking once more. */
  private async fetched(seq: number, fileId: string, times = 2): Promise<Opened | null> {
    const { file, type } = await caseApi.file(this.code, seq, fileId);
    const answer = await fetch(caseApi.fileAt(this.code, file)).catch(() => null);
    if (answer?.status === 410 && times > 1) return this.fetched(seq, fileId, times - 1);
    if (answer === null || !answer.ok) throw new Refused(answer?.status === 410 ? "gone" : "away");
    const generation = Number(answer.headers.get("x-habeas-generation"));
    const sealed = new Uint8Array(await answer.arrayBuffer());
    // The case may have got a new key for it.
    if (!this.keys.has(generation) && session.keys !== null) {
      await this.keys.opens((await caseApi.one(this.code, pageLanguage(), true)).keys, session.keys);
    }
    const plain = await this.keys.decrypt(generation, sealed);
    if (plain === null) return null;
    const kind = kindOf(type);
    const blob = new Blob([plain], { type: kind.type ?? type });
    return { name: `${this.code}-${seq}`, blob, kind, alone: aloneOf(kind, plain) };
  }

  private draws(opened: Opened, place: HTMLElement): void {
    const { shown } = opened.kind;
    const only = [el("p", { text: word("cs-file-only") }), ...this.asItCame(opened)];
    if (shown === null) return place.replaceChildren(...only);
    const waits = el("p", { text: word("cs-file-comes") });
    const frame = new FileFrame(shown === "pdf" ? "/viewer-pdf.html" : "/viewer.html", {
      title: `${word("cs-file-sent")}: ${opened.name}.${opened.kind.end}`,
      file: () => this.showing(opened, shown),
      shown: () => waits.replaceWith(...(shown === "pdf" ? [el("p", { text: word("cs-file-missing") })] : [])),
      broken: () => place.replaceChildren(el("p", { text: word("cs-file-broken") }), ...this.asItCame(opened)),
    });
    this.frames.set(place, frame);
    place.replaceChildren(waits, frame.element, ...(opened.alone === undefined ? this.asItCame(opened) : this.alone(opened, opened.alone, frame)));
  }

  private async showing({ name, blob, kind }: Opened, shown: Showing["shown"]): Promise<Showing> {
    const bytes = await blob.arrayBuffer();
    return { shown, type: blob.type, name: `${name}.${kind.end}`, language: pageLanguage(), words: viewerWords(), bytes };
  }

  /** What leaves the console as a picture is the picture alone, drawn anew where it is shown. A picture
   * that cannot be drawn anew is no reason to lose it: then it can be saved as it came. */
  private alone(opened: Opened, alone: NonNullable<Kind["alone"]>, frame: FileFrame): HTMLElement[] {
    const name = `${opened.name}.${endOf(alone)}`;
    return this.saving(name, "cs-file-stripped", () => pictureOf(frame, alone), () => this.asItCame(opened));
  }

  private asItCame({ name, blob, kind }: Opened): HTMLElement[] {
    return this.saving(`${name}.${kind.end}`, "cs-file-hidden", () => Promise.resolve(blob), () => []);
  }

  /** What is in the file that is saved, and the button for it; what stands there instead if that fails. */
  private saving(name: string, what: WordKey, file: () => Promise<Blob>, otherwise: () => HTMLElement[]): HTMLElement[] {
    const about = el("p", { text: word(what) });
    const save = async (): Promise<void> => {
      const saved = await file();
      if (!this.left) el("a", { href: this.url(saved), download: name }).click();
    };
    const fails = (): void => {
      about.textContent = word("cs-fault");
      const others = otherwise();
      if (others.length === 0) return;
      kept.replaceWith(...others);
      others.at(-1)?.focus();
    };
    const kept = button({ class: "plain" }, () => void save().catch(fails), `${word("cs-file-save")}: ${name}`);
    return [about, kept];
  }

  private url(blob: Blob): string {
    const url = URL.createObjectURL(blob);
    this.urls.push(url);
    return url;
  }
}

/** What a frame has drawn anew, if it is such a picture. */
async function pictureOf(frame: FileFrame, alone: NonNullable<Kind["alone"]>): Promise<Blob> {
  const bytes = await frame.redraws(alone);
  if (bytes === null || !begins(bytes, alone)) throw new Error("no picture");
  return new Blob([bytes], { type: alone });
}
