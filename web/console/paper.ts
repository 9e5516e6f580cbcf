// Seven words that are shown once, to be written down or printed, and asked back.

import { el } from "../shared/dom";
import { makeWords, somePlaces } from "./passphrase";
import { qr } from "./qr";
import { does, may, says, show, status, wordList } from "./screen";
import { tidied } from "./tidied";
import { word } from "./words";

/** So many of the seven are asked back. */
const ASKED = 3;

/** New words; `written` once they are on paper. */
export function putOnPaper(written: (words: string) => void): void {
  writeDown(makeWords(), written);
}

function writeDown(words: readonly string[], written: (words: string) => void): void {
  show("cs-words", () => [
    says("cs-words-paper"),
    el("div", { class: "paper" }, wordList(words, "en"), qr(words.join(" "), word("cs-words-qr"))),
    says("cs-words-once"),
    says("cs-words-square"),
    does("cs-words-written", () => askBack(words, somePlaces(ASKED), written)),
    may("cs-words-print", () => print()),
  ]);
}

function askBack(words: readonly string[], places: readonly number[], written: (words: string) => void): void {
  show("cs-check", () => [
    question(words, places, () => written(words.join(" "))),
    may("cs-check-back", () => writeDown(words, written)),
  ]);
  document.querySelector<HTMLElement>("form input")?.focus();
}

/** Fields for these words; `right` once all of them are. */
function question(words: readonly string[], places: readonly number[], right: () => void): HTMLElement {
  const wrong = status();
  const fields = places.map((place) => ({
    place,
    name: `${word("cs-check-word")} ${place + 1}`,
    field: el("input", { id: `word-${place}`, autocomplete: "off", autocapitalize: "none", spellcheck: "false" }),
  }));
  const rows = fields.map(({ name, field }) =>
    el("div", { class: "row" }, el("label", { for: field.id, text: name }), field),
  );
  const form = el("form", {}, ...rows, wrong, el("button", { class: "main", type: "submit", text: word("cs-check-next") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const miss = fields.find(({ place, field }) => tidied(field.value) !== words[place]);
    if (miss === undefined) return right();
    wrong.textContent = `${miss.name}: ${word("cs-check-wrong")}`;
    miss.field.focus();
  });
  return form;
}
