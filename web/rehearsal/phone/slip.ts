// The paper that lies beside a member's phone: the seven words of their keys, fetched only when
// somebody unfolds it.

import type { KeyState, Who } from "../contract";
import { button, el, freshId } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";

export class Slip {
  readonly element = el("div", { class: "slip", id: freshId(), hidden: true });
  readonly opener = button(
    { class: "paper-opener", "aria-expanded": "false", "aria-controls": this.element.id, hidden: true },
    () => this.fold(!this.element.hidden),
    icon("document"),
    word("rp-slip"),
  );
  private keys: KeyState | null = null;

  constructor(
    private readonly who: Who,
    private readonly status: HTMLElement,
  ) {}

  /** There is one for whoever is a member. What lies open is read anew when the keys change. */
  show(keys: KeyState | null): void {
    if (keys === this.keys) return;
    this.keys = keys;
    this.opener.hidden = keys === null;
    if (!this.element.hidden) this.fold(keys === null);
  }

  private fold(folded: boolean): void {
    this.element.hidden = folded;
    this.element.replaceChildren();
    this.opener.setAttribute("aria-expanded", String(!folded));
    if (!folded) void attempt(this.status, () => this.read());
  }

  private async read(): Promise<void> {
    const { words } = await orders.paper(this.who);
    if (this.element.hidden) return;
    const about = el("p", { text: word(words === null ? "rp-slip-gone" : "rp-slip-about") });
    this.element.replaceChildren(words === null ? "" : el("code", { text: words }), about);
  }
}
