// The lock screen: the clock, and what it shows of the last messages to whoever holds the phone.

import type { Message } from "../contract";
import { button, el } from "../../shared/dom";
import { icon } from "../icons";
import { hourMinute, longDate } from "../times";
import { now } from "../clock";
import { pageLanguage, word } from "../words";
import { card, cut } from "./notification";

/** As many notifications. */
export const SHOWN = 4;

export class Lock {
  private readonly list = el("ul", { class: "notes" });
  private readonly date = el("div", { class: "date" });
  private readonly unlock: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(unlock: () => void) {
    this.unlock = button({ class: "unlock" }, unlock, icon("lock"), word("rp-unlock"));
    const clock = el("div", { class: "clock", "data-clock": "minute", text: hourMinute(now()) });
    const attributes = { class: "lock", role: "group", "aria-label": word("rp-locked"), hidden: true };
    this.element = el("div", attributes, icon("lock"), clock, this.date, this.list, this.unlock);
  }

  show(messages: readonly Message[], language: string): void {
    this.element.hidden = false;
    this.date.textContent = longDate(now(), pageLanguage());
    this.list.replaceChildren(...messages.map((message) => el("li", {}, card(message, language))));
    cut(this.list);
    if (messages.length === 0) {
      this.list.append(el("li", { class: "nothing", text: word("rp-no-notifications") }));
    }
  }

  focus(): void {
    this.unlock.focus({ preventScroll: true });
  }

  hide(): void {
    this.element.hidden = true;
    this.list.replaceChildren();
  }
}
