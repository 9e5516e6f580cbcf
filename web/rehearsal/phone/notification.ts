// A notification: the sender and two lines, which is what a phone shows of a message before it is opened.

import type { Message } from "../contract";
import { el } from "../../shared/dom";
import { hourMinute } from "../times";
import { word } from "../words";
import { kindWord } from "./media";

const LINES = 2;

/** So many letters fill two lines, where nothing can be measured. */
const LETTERS = 96;

export function card(message: Message, language: string): HTMLElement {
  const text = message.text === "" ? (kindWord(message) ?? "") : message.text;
  const preview = el("div", { class: "preview", lang: language, text: text.replace(/\s+/g, " ") });
  const head = el(
    "div",
    { class: "head" },
    el("span", { class: "app", text: word("rp-bot-name") }),
    el("time", { datetime: new Date(message.at).toISOString(), text: hourMinute(message.at) }),
  );
  return el("div", { class: "note" }, head, preview);
}

/** Cuts every preview inside, once it is on the page, to what two lines hold. */
export function cut(inside: HTMLElement): void {
  for (const preview of inside.querySelectorAll<HTMLElement>(".preview")) fit(preview);
}

function fit(preview: HTMLElement): void {
  const letters = [...(preview.textContent ?? "")];
  const shorten = (count: number): void => {
    if (count < letters.length) preview.textContent = `${letters.slice(0, count).join("").trimEnd()}…`;
    else preview.textContent = letters.join("");
  };
  const line = Number.parseFloat(getComputedStyle(preview).lineHeight);
  if (preview.clientHeight === 0 || Number.isNaN(line)) {
    shorten(LETTERS);
    return;
  }
  const fits = (): boolean => preview.scrollHeight <= line * LINES + 1;
  if (fits()) return;
  let [enough, tooMany] = [0, letters.length];
  while (tooMany - enough > 1) {
    const half = Math.floor((enough + tooMany) / 2);
    shorten(half);
    if (fits()) enough = half;
    else tooMany = half;
  }
  shorten(enough);
}
