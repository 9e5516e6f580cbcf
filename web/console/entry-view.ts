// One opened entry, as somebody reads it: whose it is, what it says, what it holds.

import { button, el, refocus } from "../shared/dom";
import type { Entry } from "./case-open";
import { degrees, fileOf, number, placeOf, type TelegramFile, text } from "./entry-body";
import { CODES, linesOf, type Vocabulary, vocabulary } from "./vocabulary";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** What else a case's entries need to be read. */
export interface Reading {
  /** The name of a member, by id. */
  name(member: string): string;
  /** A time that an entry tells. */
  moment(ms: number): string;
  /** Shows the file with this id below the button. */
  file(seq: number, file: TelegramFile, place: HTMLElement): Promise<void>;
}

const KINDS: Readonly<Record<string, WordKey>> = {
  answer: "cs-entry-answer",
  words: "cs-entry-words",
  edited: "cs-entry-edited",
  city: "cs-entry-city",
  country: "cs-entry-country",
  "for-lawyer": "cs-entry-words",
  news: "cs-entry-news",
  "joined-news": "cs-entry-news",
  joined: "cs-entry-joined",
  sos: "cs-entry-sos",
  asked: "cs-entry-asked",
  note: "cs-entry-note",
  photo: "cs-entry-photo",
  video: "cs-entry-video",
  voice: "cs-entry-voice",
  audio: "cs-entry-audio",
  document: "cs-entry-document",
  location: "cs-entry-place",
  contact: "cs-entry-contact",
};

/** These stand in the timeline already, as the server tells them in the reader's language. */
const TOLD: readonly string[] = ["action", "decision"];

export function isTold({ kind }: Entry): boolean {
  return TOLD.includes(kind);
}

/** Who it comes from: a member, or one of those who report; of a note, whose browser is known to have sealed it. */
export function sourceOf({ kind, by, body }: Entry, reading: Pick<Reading, "name">): string {
  if (kind === "note") return by === null ? word("cs-from-unknown") : reading.name(by);
  const member = text(body, "member");
  if (member !== null) return reading.name(member);
  const place = number(body, "reporter");
  return `${word("cs-from-reporter")}${place === null ? "" : ` ${place}`}`;
}

export function kindOf({ kind }: Entry): string {
  const key = KINDS[kind];
  return key === undefined ? kind : word(key);
}

/** What it says: in codes until their words have come. */
function words(entry: Entry, reading: Reading): HTMLElement {
  const place = el("div", {});
  const shows = (known: Vocabulary): void => {
    const lines = linesOf(entry, known, reading.moment);
    place.replaceChildren(...lines.map(({ label, said }) => {
      const text = el(label === "" ? "p" : "dd", { class: "said", text: said });
      return label === "" ? text : el("dl", { class: "facts" }, el("dt", { text: label }), text);
    }));
  };
  shows(CODES);
  void vocabulary().then(shows);
  return place;
}

function place(entry: Entry): HTMLElement[] {
  const at = placeOf(entry);
  if (at === null) return [];
  return [el("p", {}, el("a", { href: `geo:${at.north},${at.east}`, text: degrees(at) }))];
}

function file(entry: Entry, reading: Reading): HTMLElement[] {
  const found = fileOf(entry);
  if (found === null) return [];
  const place = el("div", { class: "file", "aria-live": "polite" });
  const size = found.size === null ? "" : ` · ${Math.ceil(found.size / 1024)} KB`;
  const name = `${word("cs-file-show")}: ${kindOf(entry)} ${entry.seq}${size}`;
  const open = button({ class: "plain" }, () => void shows(), name);
  const shows = async (): Promise<void> => {
    open.disabled = true;
    await reading.file(entry.seq, found, place).finally(() => (open.disabled = false));
    refocus(open);
  };
  return [open, place];
}

/** What it says and holds. Whatever somebody wrote is text, and never anything else. */
export function contentOf(entry: Entry, reading: Reading): HTMLElement[] {
  return [words(entry, reading), ...place(entry), ...file(entry, reading)];
}
