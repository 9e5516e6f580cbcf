// All cases, the newest first. A card is made anew only when its case has changed.

import { tick } from "../clock";
import type { Case, Strip } from "../contract";
import { el } from "../../shared/dom";
import { word } from "../words";
import { caseCard } from "./case";

export class Cases {
  private readonly list = el("div", { class: "cases" });
  private readonly none = el("p", { class: "none", text: word("rp-no-case"), hidden: true });
  readonly element = el(
    "section",
    { class: "panel", "aria-label": word("rp-cases") },
    el("h2", { text: word("rp-cases") }),
    this.none,
    this.list,
  );
  private shown = new Map<string, { as: string; node: HTMLElement }>();

  update(strip: Strip): void {
    this.none.hidden = strip.cases.length > 0;
    const next = new Map(strip.cases.map((of) => [of.code, this.cardOf(of)]));
    const nodes = [...next.values()].map((entry) => entry.node);
    const same = nodes.length === this.list.children.length && nodes.every((node, i) => node === this.list.children[i]);
    if (!same) this.list.replaceChildren(...nodes);
    this.shown = next;
    tick();
  }

  private cardOf(of: Case): { as: string; node: HTMLElement } {
    const as = JSON.stringify(of);
    const before = this.shown.get(of.code);
    if (before?.as === as) return before;
    const details = before?.node.querySelector("details");
    const open = details?.open === true;
    const focused = details?.contains(document.activeElement) === true;
    const node = caseCard(of, open);
    if (before !== undefined && focused) {
      before.node.replaceWith(node);
      node.querySelector("summary")?.focus({ preventScroll: true });
    }
    return { as, node };
  }
}
