// Who else can be there, and beginning again.

import type { Stage, Who } from "../contract";
import { button, el } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";

export class Company {
  private readonly more = el("div", { class: "more" });
  private readonly afresh = el("div", { class: "afresh" });
  private shown = "";
  readonly element = el("section", { class: "panel", "aria-label": word("rp-stage-panel") },
    el("h2", { text: word("rp-stage-panel") }), this.more, this.afresh);

  constructor(private readonly status: HTMLElement) {
    this.offer();
  }

  update(stage: Stage): void {
    const shown = stage.more.join(" ");
    if (shown === this.shown) return;
    this.shown = shown;
    this.more.replaceChildren(...stage.more.map((who) => this.add(who)));
  }

  private add(who: Who): HTMLElement {
    const act = (): void => void attempt(this.status, () => orders.phone(who));
    return button({ class: "plain", "data-add": who }, act, icon("plus"), `${word("rp-add-phone")} ${word(`rp-who-${who}`)}`);
  }

  private offer(focus = false): void {
    const ask = button({ class: "plain" }, () => this.ask(), word("rp-afresh"));
    this.afresh.replaceChildren(ask);
    if (focus) ask.focus();
  }

  /** Asks once more. */
  private ask(): void {
    const yes = button({ class: "plain danger" }, () => void this.begin(), word("rp-afresh-yes"));
    const no = button({ class: "plain" }, () => this.offer(true), word("rp-no"));
    const sure = el("p", { text: word("rp-afresh-sure"), role: "status" });
    this.afresh.replaceChildren(sure, el("div", { class: "two" }, yes, no));
    no.focus();
  }

  private async begin(): Promise<void> {
    this.offer(true);
    await attempt(this.status, () => orders.afresh());
  }
}
