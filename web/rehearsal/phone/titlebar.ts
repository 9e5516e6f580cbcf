// The top of the chat: the bot's name, what it does now, and the menu of this phone.

import { LANGUAGES, LANGUAGE_NAMES, type Language } from "../../shared/languages";
import { el } from "../../shared/dom";
import { icon } from "../icons";
import { popup, RULE, type Item } from "../popup";
import { word } from "../words";

export interface PhoneMenu {
  language(): string;
  blocked(): boolean;
  opened(): boolean;
  speak(language: Language): void;
  block(): void;
  unblock(): void;
  lock(): void;
}

export class TitleBar {
  readonly element: HTMLElement;
  private readonly doing = el("div", { class: "doing" });

  constructor(menu: PhoneMenu) {
    const { opener, menu: list } = popup(word("rp-phone-menu"), icon("more"), "round", () => [
      ...LANGUAGES.map(
        (language): Item => ({
          text: LANGUAGE_NAMES[language],
          lang: language,
          chosen: menu.language() === language,
          act: () => menu.speak(language),
        }),
      ),
      RULE,
      { text: word("rp-lock"), icon: "lock", act: () => menu.lock() },
      ...(menu.opened() ? [blocking(menu)] : []),
    ]);
    const avatar = el("span", { class: "avatar", "aria-hidden": "true" }, el("img", { src: "/icon.svg", alt: "" }));
    const name = el("div", { class: "name", text: word("rp-bot-name") });
    this.element = el("div", { class: "titlebar" }, avatar, el("div", { class: "who" }, name, this.doing), opener, list);
  }

  show(typing: boolean): void {
    const text = word(typing ? "rp-typing" : "rp-bot");
    if (this.doing.textContent !== text) this.doing.textContent = text;
    this.doing.classList.toggle("typing", typing);
  }
}

function blocking(menu: PhoneMenu): Item {
  if (menu.blocked()) return { text: word("rp-unblock"), icon: "check", act: () => menu.unblock() };
  return { text: word("rp-block"), icon: "stop", danger: true, act: () => menu.block() };
}
