// What stands on top of every screen: the language, and for whoever is in the rooms and the lock.

import { button, el } from "../shared/dom";
import { LANGUAGE_NAMES, LANGUAGES, remember, type Language } from "../shared/languages";
import type { Room } from "./rooms";
import { showAgain } from "./screen";
import type { WordKey } from "./word-keys";
import { loadWords, pageLanguage, word } from "./words";

export interface Inside {
  /** Where they are, and the way to elsewhere; null while there is nowhere else. */
  readonly rooms: { readonly here: Room; enter(room: Room): void } | null;
  lock(): void;
}

const NAMES: Record<Room, WordKey> = { cases: "cs-cases", you: "cs-you", devices: "cs-devices", members: "cs-members" };

let inside: Inside | null = null;

/** Shows it, for whoever is in or for nobody. */
export function header(who: Inside | null): void {
  inside = who;
  const options = LANGUAGES.map((language) =>
    el("option", { value: language, lang: language, text: LANGUAGE_NAMES[language], selected: language === pageLanguage() }),
  );
  const select = el("select", { id: "language", "aria-label": word("cs-language") }, ...options);
  select.addEventListener("change", () => {
    const chosen = select.value as Language;
    remember(chosen);
    void speak(chosen).then(() => document.querySelector<HTMLElement>("#language")?.focus());
  });
  const mark = el("img", { src: "/icon.svg", alt: "", width: "36", height: "36" });
  const title = el("p", { class: "name", text: word("cs-title") });
  document.querySelector("#top")?.replaceChildren(mark, title, select, ...rooms());
}

function rooms(): HTMLElement[] {
  if (inside === null) return [];
  const locks = button({ class: "lock" }, inside.lock, word("cs-lock"));
  if (inside.rooms === null) return [locks];
  const { here, enter } = inside.rooms;
  const room = (name: Room): HTMLElement =>
    button({ class: "room", "aria-current": name === here ? "page" : "false" }, () => enter(name), word(NAMES[name]));
  const names = Object.keys(NAMES) as Room[];
  return [
    el("nav", { "aria-label": word("cs-rooms") }, ...names.map(room), locks),
  ];
}

async function speak(language: Language): Promise<void> {
  await loadWords(language);
  header(inside);
  showAgain();
}
