// What stands in an opened entry. Telegram's part of it is believed in nothing.

import type { Entry } from "./case-open";

/** What Telegram knows a file by. */
export interface TelegramFile {
  readonly file_id: string;
  readonly size: number | null;
}

type Body = Entry["body"];

/** Some text that is there. */
export function text(body: Body, key: string): string | null {
  const value = body[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A number that is there. */
export function number(from: unknown, key: string): number | null {
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
export interface Place {
  readonly north: number;
  readonly east: number;
}

export function degrees({ north, east }: Place): string {
  return `${north.toFixed(5)}, ${east.toFixed(5)}`;
}

export function placeOf({ body }: Entry): Place | null {
  const sent = body["sent"];
  const inside = typeof sent === "object" && sent !== null ? ((sent as { location?: unknown }).location ?? sent) : null;
  const [north, east] = [number(inside, "latitude"), number(inside, "longitude")];
  return north === null || east === null || Math.abs(north) > 90 || Math.abs(east) > 180 ? null : { north, east };
}
