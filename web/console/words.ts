// The console's words in the reader's language, from the server.

import type { Language } from "../shared/languages";
import type { WordKey } from "./word-keys";

let words: ReadonlyMap<string, string> = new Map();
let language: Language = "en";

export async function loadWords(wanted: Language): Promise<void> {
  if (wanted === language && words.size > 0) return;
  const answer = await fetch(`/words/${wanted}`);
  words = new Map(Object.entries((await answer.json()) as Record<string, string>));
  language = wanted;
  document.documentElement.lang = wanted;
}

/** The words under this key; the key itself if there are none. */
export function word(key: WordKey): string {
  return words.get(key) ?? key;
}

export function pageLanguage(): Language {
  return language;
}
