// How the members' keys stand, and what their operator does about it.

import type { KeyState, PhoneInfo, Stage } from "../contract";
import { button, el } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";

export class MemberKeys {
  private readonly list = el("ul", { class: "member-keys" });
  private shown = "";
  readonly element = el(
    "section",
    { class: "panel", "aria-label": word("rp-keys") },
    el("h2", { text: word("rp-keys") }),
    el("p", { class: "none", text: word("rp-keys-about") }),
    this.list,
  );

  constructor(private readonly status: HTMLElement) {}

  update(stage: Stage): void {
    const members = stage.phones.filter(({ keys }) => keys !== null);
    const shown = JSON.stringify(members.map(({ who, keys }) => [who, keys]));
    if (shown === this.shown) return;
    this.shown = shown;
    const focused = document.activeElement;
    const held = focused instanceof HTMLElement && this.list.contains(focused) ? focused.dataset["of"] : undefined;
    this.list.replaceChildren(...members.map((info) => this.row(info, info.keys ?? "none")));
    if (held !== undefined) this.list.querySelector<HTMLElement>(`.make[data-of="${held}"]`)?.focus({ preventScroll: true });
  }

  private row({ who }: PhoneInfo, keys: KeyState): HTMLElement {
    const name = word(`rp-who-${who}`);
    const state = el("span", { class: "state", "data-keys": keys, text: word(`rp-key-${keys}`) });
    const make = (): void => void attempt(this.status, () => orders.enrol(who));
    const attributes = { class: "plain make", "data-of": who };
    return el(
      "li",
      { "data-member": who },
      el("div", { class: "standing" }, el("h3", { text: name }), state),
      keys === "pending" ? this.heard(who, name) : null,
      button(attributes, make, icon("key"), `${word("rp-new-keys")} ${name}`),
    );
  }

  /** The words as the operator hears them, and the signature. */
  private heard(who: PhoneInfo["who"], name: string): HTMLElement {
    const voice = el("code", { class: "voice" });
    void attempt(this.status, async () => {
      voice.textContent = (await orders.voice(who)).words ?? "";
    });
    const sign = (): void => void attempt(this.status, () => orders.sign(who));
    return el(
      "div",
      { class: "heard" },
      el("h4", { text: word("rp-eight-words") }),
      voice,
      el("p", { text: word("rp-eight-words-about") }),
      button({ class: "plain primary", "data-of": who }, sign, icon("check"), `${word("rp-sign")} ${name}`),
    );
  }
}
