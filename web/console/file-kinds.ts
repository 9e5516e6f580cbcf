// What files there are, in what each is shown, and as what it is saved.

import type { Shown } from "../viewer/messages";

/** A kind of file. */
export interface Kind {
  /** How the name of such a file ends. */
  readonly end: string;
  /** In what it is shown; null: it is only saved. */
  readonly shown: Shown | null;
  /** What browsers call it, if that is another name. */
  readonly type?: string;
  /** As what the picture alone is saved; without it the file is saved as it came. */
  readonly alone?: "image/jpeg" | "image/png";
}

/** What files there are, as the server tells them apart by their first bytes. Nothing is shown that can
 * hold a script. A GIF moves, and is no photograph: it is saved whole. */
const KINDS: Readonly<Record<string, Kind>> = {
  "image/jpeg": { end: "jpg", shown: "img", alone: "image/jpeg" },
  "image/png": { end: "png", shown: "img", alone: "image/png" },
  "image/gif": { end: "gif", shown: "img" },
  "image/webp": { end: "webp", shown: "img", alone: "image/png" },
  "image/avif": { end: "avif", shown: "img", alone: "image/png" },
  "audio/ogg": { end: "ogg", shown: "audio" },
  "audio/opus": { end: "opus", shown: "audio", type: "audio/ogg" },
  "audio/mpeg": { end: "mp3", shown: "audio" },
  "audio/m4a": { end: "m4a", shown: "audio", type: "audio/mp4" },
  "audio/x-wav": { end: "wav", shown: "audio" },
  "audio/aac": { end: "aac", shown: "audio" },
  "video/mp4": { end: "mp4", shown: "video" },
  "video/webm": { end: "webm", shown: "video" },
  "video/quicktime": { end: "mov", shown: "video" },
  "image/bmp": { end: "bmp", shown: null },
  "image/heif": { end: "heic", shown: null },
  "image/tiff": { end: "tiff", shown: null },
  "application/pdf": { end: "pdf", shown: "pdf" },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": { end: "docx", shown: null },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { end: "xlsx", shown: null },
};
const OTHER: Kind = { end: "bin", shown: null, type: "application/octet-stream" };

/** How a file begins that is this picture. */
const BEGINNINGS = {
  "image/jpeg": [0xff, 0xd8, 0xff],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;
const ENDS = { "image/jpeg": "jpg", "image/png": "png" } as const;

/** A type that is not on the list is none that a browser does anything with. */
export function kindOf(type: string): Kind {
  return (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? OTHER;
}

/** Whether the picture moves, of which one picture alone would save the first moment. */
function moves(bytes: Uint8Array): boolean {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  const animated = ((bytes[20] ?? 0) & 0x02) !== 0;
  return text(8, 12) === "avis" || (text(8, 16) === "WEBPVP8X" && animated);
}

/** As what the picture alone is saved; undefined: it is saved as it came. */
export function aloneOf({ alone }: Kind, bytes: Uint8Array): Kind["alone"] {
  return moves(bytes) ? undefined : alone;
}

/** How the name of a picture ends that is saved alone. */
export function endOf(alone: NonNullable<Kind["alone"]>): string {
  return ENDS[alone];
}

/** Whether bytes that somebody else made begin as this picture does. */
export function begins(bytes: ArrayBuffer, alone: NonNullable<Kind["alone"]>): boolean {
  const first = new Uint8Array(bytes.slice(0, 8));
  return BEGINNINGS[alone].every((byte, i) => first[i] === byte);
}
