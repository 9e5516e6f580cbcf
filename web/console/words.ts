// The console's words in the reader's language, from the server.

import type { Language } from "../shared/languages";
import type { WordKey } from "./word-keys";

let words: ReadonlyMap<string, string> = new Map();
let language: Language = "en";

/** Between two tries, and as long as one may take, in milliseconds. */
const AGAIN_MS = 2_000;
const PATIENCE_MS = 30_000;

/** Which try is the last that somebody wants. */
let newest = 0;

async function fetched(wanted: Language): Promise<Readonly<Record<string, string>> | null> {
  try {
    const answer = await fetch(`/words/${wanted}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as Record<string, string>) : null;
  } catch {
    return null;
  }
}

/** Asks until they come: without words nothing can be said, not even that they did not. Over too once
 * another language is wanted. */
export async function loadWords(wanted: Language): Promise<void> {
  newest += 1;
  const mine = newest;
  if (wanted === language && words.size > 0) return;
  for (;;) {
    const found = await fetched(wanted);
    if (mine !== newest) return;
    if (found !== null) {
      words = new Map(Object.entries(found));
      language = wanted;
      document.documentElement.lang = wanted;
      return;
    }
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    if (mine !== newest) return;
  }
}

/** The words under this key; the key itself if there are none. */
export function word(key: WordKey): string {
  return words.get(key) ?? key;
}

export function pageLanguage(): Language {
  return language;
}
