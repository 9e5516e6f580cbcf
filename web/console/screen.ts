// One screen at a time: a heading, what is to be known, what can be done.

import { button, el } from "../shared/dom";
import { pageLanguage, word } from "./words";
import type { WordKey } from "./word-keys";

const place = document.querySelector<HTMLElement>("#screen");

export type Part = Node | null;

/** A heading of the page's words, or a case's code, which is the same in all languages. */
export type Title = WordKey | { readonly code: string };

let drawn: () => void = () => undefined;
let gone: () => void = () => undefined;

/** Shows a screen now, and again when the language changes; `left` once another one is shown. */
export function show(title: Title, parts: () => Part[] = () => [], left: () => void = () => undefined): void {
  gone();
  gone = left;
  drawn = () => draw(title, parts());
  drawn();
}

/** The same screen, in the language of the moment. */
export function showAgain(): void {
  drawn();
}

/** The heading is read out and has the focus. */
function draw(title: Title, parts: readonly Part[]): void {
  const text = typeof title === "string" ? word(title) : title.code;
  const heading = el("h1", { text, tabindex: "-1" });
  // What is printed is named by it: a case by its code alone.
  document.title = typeof title === "string" ? `${text} · Habeas` : text;
  place?.replaceChildren(heading, ...parts.filter((part) => part !== null));
  heading.focus({ preventScroll: true });
}

export function says(key: WordKey): HTMLElement {
  return el("p", { text: word(key) });
}

/** The one thing to do. */
export function does(key: WordKey, act: () => void): HTMLButtonElement {
  return button({ class: "main" }, act, word(key));
}

/** Another thing that can be done. */
export function may(key: WordKey, act: () => void): HTMLButtonElement {
  return button({ class: "plain" }, act, word(key));
}

/** What went wrong, told as it comes. */
export function status(): HTMLElement {
  return el("p", { class: "status", role: "status" });
}

/** Words that are compared or kept, large and in order. */
export function wordList(words: readonly string[], lang: string): HTMLElement {
  return el("ol", { class: "words", lang }, ...words.map((text) => el("li", { text })));
}

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${pageLanguage()} ${name}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(pageLanguage(), options);
  formats.set(key, made);
  return made;
}

/** Hours and minutes of a moment. */
export function time(ms: number): string {
  return format("time", { hour: "2-digit", minute: "2-digit" }).format(ms);
}

/** The same with how far it is from UTC: beside times that are of another place. */
export function timeThere(ms: number): string {
  return format("there", { hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset" }).format(ms);
}

/** The day of a moment. Few browsers know the Kazakh months' names. */
export function day(ms: number): string {
  const month = pageLanguage() === "kk" ? "2-digit" : "short";
  return format("day", { day: "numeric", month, year: "numeric" }).format(ms);
}
