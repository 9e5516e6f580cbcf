// The paper in the safe: this rehearsal's identities, fetched only when somebody unfolds it.

import type { Identities } from "../contract";
import { el } from "../../shared/dom";
import { attempt, orders } from "../orders";
import { word } from "../words";

function line(name: string, identity: string): HTMLElement {
  return el("div", { class: "identity" }, el("dt", { text: name }), el("dd", {}, el("code", { text: identity })));
}

function sheet({ recovery, members }: Identities): HTMLElement {
  const lines = members.map(({ who, identity }) => line(word(`rp-who-${who}`), identity));
  return el("dl", { class: "sheet" }, line(word("rp-recovery"), recovery), ...lines);
}

export function paper(status: HTMLElement): HTMLElement {
  const inside = el("div");
  const about = el("p", { text: word("rp-paper-about") });
  const details = el("details", { class: "paper" }, el("summary", { text: word("rp-paper") }), about, inside);
  details.addEventListener("toggle", () => {
    inside.replaceChildren();
    if (!details.open) return;
    void attempt(status, async () => {
      const identities = await orders.identities();
      if (details.open) inside.replaceChildren(sheet(identities));
    });
  });
  return details;
}
