// Where the page begins.

import { startClock } from "./clock";
import { firstLanguage, remember, type Language } from "../shared/languages";
import { showPage } from "./page";
import { awaitFirstTouch } from "./sound";
import { loadWords } from "./words";

const place = document.querySelector<HTMLElement>("#page");
let takeDown: (() => void) | null = null;

async function show(language: Language): Promise<void> {
  if (place === null) return;
  await loadWords(language);
  takeDown?.();
  takeDown = showPage(place, (chosen) => {
    remember(chosen);
    void show(chosen).then(() => document.querySelector<HTMLElement>("#language")?.focus());
  });
}

awaitFirstTouch();
startClock();
void show(firstLanguage());
