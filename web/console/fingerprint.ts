// The eight words of a member's keys, as `habeas member fingerprint` prints them.

import { LETTERS, WORDS } from "virtual:voice-words";
import type { Language } from "../shared/languages";
import { unhex, utf8 } from "./bytes";

const ROUNDS = 2 ** 18;

const CYRILLIC = new Map(LETTERS);
const LATIN = new Map(LETTERS.map(([latin, cyrillic]) => [cyrillic, latin]));
const COUNT = 8;

/** The words in the letters that the reader reads: the same words, letter by letter. */
export function readable(words: readonly string[], language: Language): readonly string[] {
  if (language === "en") return words;
  return words.map((word) => Array.from(word, (letter) => CYRILLIC.get(letter) ?? letter).join(""));
}

/** Eight words as typed, in either alphabet and any case; null if these are not eight of ours. */
export function heard(typed: string): readonly string[] | null {
  const plain = Array.from(typed.toLowerCase(), (letter) => LATIN.get(letter) ?? letter).join("");
  const words = plain.split(/[\s,.;-]+/).filter((word) => word !== "");
  return words.length === COUNT && words.every((word) => WORDS.includes(word)) ? words : null;
}

export async function fingerprint(recipient: string, signingKey: string | null): Promise<readonly string[]> {
  const both = new Uint8Array([...utf8(recipient), 0, ...unhex(signingKey ?? "")]);
  const key = await crypto.subtle.importKey("raw", both, "PBKDF2", false, ["deriveBits"]);
  const salt = utf8("habeas/fingerprint/v1");
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 64);
  return Array.from(new Uint8Array(bits), (byte) => WORDS[byte] ?? "");
}
