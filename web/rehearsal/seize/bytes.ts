// Cells of the database: bytes arrive as base64 and are shown as hex, cut.

import type { Cell, Kept } from "../contract";

/** So many bytes are shown: enough of a sealed one to see that it says nothing. */
const SHOWN = { clear: 6, closed: 14 };

/** So many letters of a text. */
const LETTERS = 24;

export function bytesOf(cell: Cell | undefined): Uint8Array | null {
  if (typeof cell !== "object" || cell === null) return null;
  return Uint8Array.from(atob(cell.b64), (letter) => letter.charCodeAt(0));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The beginning; of an age file its end too, since all of them begin alike. */
function excerpt(bytes: Uint8Array, kept: Kept): string {
  const shown = kept === "clear" ? SHOWN.clear : SHOWN.closed;
  if (bytes.length <= shown) return hex(bytes);
  if (kept !== "age") return `${hex(bytes.slice(0, shown))} …`;
  return `${hex(bytes.slice(0, 4))} … ${hex(bytes.slice(4 - shown))}`;
}

/** How a cell looks: its text, and for bytes how many there are. */
export function shownCell(cell: Cell, kept: Kept): { text: string; size: number | null } {
  const bytes = bytesOf(cell);
  if (bytes !== null) {
    return { text: excerpt(bytes, kept), size: bytes.length };
  }
  const text = cell === null ? "∅" : String(cell);
  return { text: text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text, size: null };
}
