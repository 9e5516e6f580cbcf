// Who is called for a case, who is next and when; what its owner has promised.

import { now } from "../clock";
import type { Case, Ladder, Page } from "../contract";
import { el } from "../../shared/dom";
import { countdown } from "../times";
import { word } from "../words";

/** Runs down by the rehearsal's clock. */
function until(at: number): HTMLElement {
  return el("span", { class: "countdown", "data-until": at, text: countdown(at - now()) });
}

function rung(page: Page): HTMLElement {
  return el(
    "li",
    { class: `rung ${page.state}` },
    el("span", { class: "name", text: page.name }),
    el("span", { class: "state", text: page.state_text }),
  );
}

function next(ladder: Ladder): HTMLElement | null {
  if (ladder.next_at === null && !ladder.next_text) return null;
  return el(
    "p",
    { class: "next" },
    el("span", { text: ladder.next_text }),
    ladder.next_at === null ? null : until(ladder.next_at),
  );
}

function promise(kept: NonNullable<Case["promise"]>): HTMLElement {
  const line = (text: string, at: number): HTMLElement =>
    el("p", { class: "next" }, el("span", { text }), until(at));
  return el(
    "div",
    { class: "promise" },
    line(word("rp-asked-again"), kept.ask_at),
    line(word("rp-promise-lapses"), kept.lapse_at),
  );
}

/** Null if nobody is called and nothing promised. */
export function ladder(of: Case): HTMLElement | null {
  const steps = of.ladder;
  if (steps === null && of.promise === null) return null;
  const section = el("div", { class: "ladder" }, el("h4", { text: word("rp-ladder") }));
  if (steps !== null) {
    if (steps.why_text !== "") section.append(el("p", { class: "why", text: steps.why_text }));
    if (steps.pages.length > 0) section.append(el("ol", {}, ...steps.pages.map(rung)));
    const line = next(steps);
    if (line !== null) section.append(line);
    if (steps.held) section.append(el("p", { class: "why", text: word("rp-held") }));
  }
  if (of.promise !== null) section.append(promise(of.promise));
  return section;
}
