// Where the page begins.

import { startClock } from "./clock";
import { LANGUAGES, type Language } from "./contract";
import { showPage } from "./page";
import { awaitFirstTouch } from "./sound";
import { loadWords } from "./words";

const REMEMBERED = "habeas-language";

function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The one chosen before, else the first of the browser's that the page speaks. */
function firstLanguage(): Language {
  const remembered = sessionStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
}

const place = document.querySelector<HTMLElement>("#page");
let takeDown: (() => void) | null = null;

async function show(language: Language): Promise<void> {
  if (place === null) return;
  await loadWords(language);
  takeDown?.();
  takeDown = showPage(place, (chosen) => {
    sessionStorage.setItem(REMEMBERED, chosen);
    void show(chosen).then(() => document.querySelector<HTMLElement>("#language")?.focus());
  });
}

awaitFirstTouch();
startClock();
void show(firstLanguage());
