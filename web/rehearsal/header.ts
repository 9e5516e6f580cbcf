// The top of the page: what this is, its language, its sound.

import { LANGUAGES, LANGUAGE_NAMES, type Language } from "../shared/languages";
import { button, el } from "../shared/dom";
import { icon } from "./icons";
import { soundIsOn, switchSound } from "./sound";
import { pageLanguage, word } from "./words";

function soundSwitch(): HTMLElement {
  const name = word("rp-sound");
  const flip = (): void => {
    switchSound(!soundIsOn());
    show();
  };
  const element = button({ class: "round", role: "switch", "aria-label": name, title: name }, flip);
  const show = (): void => {
    element.setAttribute("aria-checked", String(soundIsOn()));
    element.replaceChildren(icon(soundIsOn() ? "sound" : "mute"));
  };
  show();
  return element;
}

function languageSelect(choose: (language: Language) => void): HTMLElement {
  const options = LANGUAGES.map((language) =>
    el("option", { value: language, lang: language, text: LANGUAGE_NAMES[language], selected: language === pageLanguage() }),
  );
  const select = el("select", { id: "language", "aria-label": word("rp-page-language") }, ...options);
  select.addEventListener("change", () => choose(select.value as Language));
  return select;
}

/** `lost` is shown while the server does not answer. */
export function header(choose: (language: Language) => void): { element: HTMLElement; lost: HTMLElement } {
  const lost = el("p", { class: "lost", role: "status" });
  const mark = el("img", { src: "/icon.svg", alt: "", width: "36", height: "36" });
  const name = el("div", { class: "name" }, el("h1", { text: word("rp-bot-name") }), el("p", { text: word("rp-motto") }));
  const notice = el("p", { class: "notice" }, icon("eye"), word("rp-invented"));
  const element = el("header", { class: "top" }, mark, name, notice, lost, soundSwitch(), languageSelect(choose));
  return { element, lost };
}
