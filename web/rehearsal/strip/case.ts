// A case as the outside cannot see it: level, score, reasons, what is not known, the ladder.

import type { Case, Reason } from "../contract";
import { el } from "../../shared/dom";
import { hourMinute } from "../times";
import { word } from "../words";
import { chart } from "./chart";
import { ladder } from "./ladder";

function reason({ weight, text, alone }: Reason): HTMLElement {
  const mark = weight === "" ? "!" : weight;
  return el(
    "li",
    { class: alone ? "alone" : null },
    el("span", { class: "weight", text: mark }),
    el("span", {}, text, alone ? el("em", { text: word("rp-acts-alone") }) : null),
  );
}

function facts(of: Case): HTMLElement {
  const pair = (name: string, value: string): HTMLElement =>
    el("div", {}, el("dt", { text: name }), el("dd", { text: value }));
  return el(
    "dl",
    { class: "facts" },
    pair(word("rp-stage"), of.stage_text),
    pair(word("rp-owner"), of.owner ?? word("rp-nobody-yet")),
    pair(word("rp-opened"), hourMinute(of.opened_at)),
  );
}

function unknown(of: Case, open: boolean): HTMLElement | null {
  if (of.unknown.length === 0) return null;
  const summary = el("summary", {}, word("rp-not-known"), el("span", { class: "count", text: of.unknown.length }));
  const items = of.unknown.map((text) => el("li", { text }));
  return el("details", { class: "unknown", open }, summary, el("ul", {}, ...items));
}

/** `open`: whether what is not known is unfolded. */
export function caseCard(of: Case, open: boolean): HTMLElement {
  const level = el("span", { class: `level ${of.level}`, text: of.level_text });
  return el(
    "article",
    { class: "case", "data-case": of.code, "data-level": of.level },
    el("header", {}, el("h3", { text: of.code }), level),
    facts(of),
    ladder(of),
    of.history.length === 0
      ? null
      : el("figure", {}, el("figcaption", { text: word("rp-chart") }), chart(of.history)),
    of.reasons.length === 0 ? null : el("h4", { text: word("rp-reasons") }),
    of.reasons.length === 0 ? null : el("ul", { class: "reasons" }, ...of.reasons.map(reason)),
    of.sum === "" ? null : el("p", { class: "sum", text: of.sum }),
    unknown(of, open),
  );
}
