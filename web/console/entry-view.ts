// One opened entry, as somebody reads it: whose it is, what it says, what it holds.

import { button, el } from "../shared/dom";
import type { Entry } from "./case-open";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** What else a case's entries need to be read. */
export interface Reading {
  /** The name of a member, by id. */
  name(member: string): string;
  /** How a fact is called in the reader's language; its code if it has no name. */
  label(fact: string): string;
  /** Shows the file with this id below the button. */
  file(seq: number, file: TelegramFile, place: HTMLElement): Promise<void>;
}

/** What Telegram knows a file by. */
export interface TelegramFile {
  readonly file_id: string;
  readonly size: number | null;
}

type Body = Entry["body"];

function text(body: Body, key: string): string | null {
  const value = body[key];
  return typeof value === "string" && value !== "" ? value : null;
}

function number(from: unknown, key: string): number | null {
  const value = typeof from === "object" && from !== null ? (from as Record<string, unknown>)[key] : null;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The file of an entry; of a photo the largest. */
export function fileOf({ body }: Entry): TelegramFile | null {
  const sent = body["sent"];
  const all: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  const width = (one: unknown): number => number(one, "width") ?? 0;
  const [largest] = [...all].sort((a, b) => width(b) - width(a));
  if (typeof largest !== "object" || largest === null) return null;
  const { file_id } = largest as { file_id?: unknown };
  return typeof file_id === "string" ? { file_id, size: number(largest, "file_size") } : null;
}

/** Degrees north and east. */
export function placeOf({ body }: Entry): { readonly north: number; readonly east: number } | null {
  const sent = body["sent"];
  const inside = typeof sent === "object" && sent !== null ? ((sent as { location?: unknown }).location ?? sent) : null;
  const [north, east] = [number(inside, "latitude"), number(inside, "longitude")];
  return north === null || east === null || Math.abs(north) > 90 || Math.abs(east) > 180 ? null : { north, east };
}

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

/** Coded answers: which fact, and what it is. */
function answers(body: Body, reading: Reading): HTMLElement[] {
  const set = body["set"];
  if (typeof set !== "object" || set === null) return [];
  const shown = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(", ") : String(value));
  return Object.entries(set).map(([fact, value]) => el("p", { text: `${reading.label(fact)}: ${shown(value)}` }));
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
  };
  return [open, place];
}

/** What it says and holds. Whatever somebody wrote is text, and never anything else. */
export function contentOf(entry: Entry, reading: Reading): HTMLElement[] {
  const { body } = entry;
  const said = [text(body, "text"), text(body, "caption"), text(body, "news"), text(body, "choice"), ...beside(body)];
  return [
    ...said.flatMap((line) => (line === null ? [] : [el("p", { class: "said", text: line })])),
    ...answers(body, reading),
    ...place(entry),
    ...file(entry, reading),
  ];
}
