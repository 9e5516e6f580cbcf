// Seven words that are shown once, to be written down or printed, and asked back.

import { el } from "../shared/dom";
import { makeWords } from "./passphrase";
import { qr } from "./qr";
import { does, may, says, show, status, wordList } from "./screen";
import { tidied } from "./tidied";
import { word } from "./words";

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
    does("cs-words-written", () => askBack(words, written)),
    may("cs-words-print", () => print()),
  ]);
}

/** All of them: a paper of which one word is wrong opens nothing. */
function askBack(words: readonly string[], written: (words: string) => void): void {
  show("cs-check", () => [
    question(words, () => written(words.join(" "))),
    may("cs-check-back", () => writeDown(words, written)),
  ]);
  document.querySelector<HTMLElement>("form textarea")?.focus();
}

/** A field for the words; `right` once all of them are. */
function question(words: readonly string[], right: () => void): HTMLElement {
  const wrong = status();
  const field = el("textarea", { id: "words-back", rows: "3", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const label = el("label", { for: field.id, text: word("cs-sign-in-words") });
  const form = el("form", {}, label, field, wrong, el("button", { class: "main", type: "submit", text: word("cs-check-next") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = tidied(field.value).split(" ");
    const miss = words.findIndex((one, place) => typed[place] !== one);
    if (miss === -1 && typed.length === words.length) return right();
    const place = miss === -1 ? words.length : miss;
    wrong.textContent = `${word("cs-check-word")} ${place + 1}: ${word("cs-check-wrong")}`;
    field.focus();
  });
  return form;
}
