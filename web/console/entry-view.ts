// One opened entry, as somebody reads it: whose it is, what it says, what it holds.

import { button, el, refocus } from "../shared/dom";
import type { Entry } from "./case-open";
import { fileOf, number, placeOf, type TelegramFile, text } from "./entry-body";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** What else a case's entries need to be read. */
export interface Reading {
  /** The name of a member, by id. */
  name(member: string): string;
  /** Shows the file with this id below the button. */
  file(seq: number, file: TelegramFile, place: HTMLElement): Promise<void>;
}

type Body = Entry["body"];

/** What was told beside the file or place: names and numbers that Telegram sent with it. */
function beside(body: Body): string[] {
  const sent = body["sent"];
  if (typeof sent !== "object" || sent === null) return [];
  const keys = ["file_name", "title", "address", "first_name", "last_name", "phone_number"];
  return keys.flatMap((key) => text(sent as Body, key) ?? []);
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

/** Who it comes from: a member, or one of those who report. */
export function sourceOf({ body }: Entry, reading: Reading): string {
  const member = text(body, "member");
  if (member !== null) return reading.name(member);
  const place = number(body, "reporter");
  return `${word("cs-from-reporter")}${place === null ? "" : ` ${place}`}`;
}

export function kindOf({ kind }: Entry): string {
  const key = KINDS[kind];
  return key === undefined ? kind : word(key);
}

/** Answers as they were sealed, in codes: the facts above tell the newest in the reader's language. */
function answers(body: Body): HTMLElement[] {
  const set = body["set"];
  if (typeof set !== "object" || set === null) return [];
  const shown = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(", ") : String(value));
  return Object.entries(set).map(([fact, value]) => el("p", { text: `${fact}: ${shown(value)}` }));
}

function place(entry: Entry): HTMLElement[] {
  const at = placeOf(entry);
  if (at === null) return [];
  const degrees = `${at.north.toFixed(5)}, ${at.east.toFixed(5)}`;
  return [el("p", {}, el("a", { href: `geo:${at.north},${at.east}`, text: degrees }))];
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
  const { body } = entry;
  const said = [text(body, "text"), text(body, "caption"), text(body, "news"), text(body, "choice"), ...beside(body)];
  return [
    ...said.flatMap((line) => (line === null ? [] : [el("p", { class: "said", text: line })])),
    ...answers(body),
    ...place(entry),
    ...file(entry, reading),
  ];
}
