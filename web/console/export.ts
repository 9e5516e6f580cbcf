// One case on paper, or as a folder that anything reads; named by its code alone.

import { button, el } from "../shared/dom";
import { Refused } from "./api";
import { later } from "./fetched";
import type { Source } from "./folder";
import { reasonFor } from "./refusals";
import { may, says, status } from "./screen";
import { word } from "./words";

/** An address of the page's own memory is needed so long, in milliseconds, until a file is saved. */
const SAVING_MS = 60_000;

/** Buttons that print or save what is open. */
export function exportParts(source: () => Source): HTMLElement[] {
  const told = status();
  const missing = el("ul", { class: "lines" });
  const saves = async (): Promise<void> => {
    const from = source();
    missing.replaceChildren();
    told.textContent = word("cs-folder-makes");
    const { packed } = await later();
    const folder = await packed(from, (done, of) => (told.textContent = `${word("cs-file-comes")} ${done + 1} / ${of}`));
    if (folder === null || from.isLeft()) return;
    save(`${from.one.code}.zip`, folder.zip);
    told.textContent = word(folder.missing.length === 0 ? "cs-folder-done" : "cs-folder-missing");
    missing.replaceChildren(...folder.missing.map((text) => el("li", { text })));
  };
  const go: HTMLButtonElement = button({ class: "plain" }, () => {
    go.disabled = true;
    saves()
      .catch((error) => (told.textContent = word(reasonFor(error instanceof Refused ? error.code : "fault").title)))
      .finally(() => (go.disabled = false));
  }, word("cs-export-save"));
  return [el("h2", { text: word("cs-export") }), says("cs-export-about"), may("cs-print", prints), go, told, missing];
}

/** What is folded is printed too. */
function prints(): void {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>("#screen details:not([open])")];
  for (const one of folded) one.open = true;
  // On telephones the page is read after this has come back.
  const folds = (): void => {
    for (const one of folded) one.open = false;
  };
  addEventListener("afterprint", folds, { once: true });
  print();
}

function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}
