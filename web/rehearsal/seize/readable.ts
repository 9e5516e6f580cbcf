// Opened entries as a person reads them.

import { el } from "../../shared/dom";
import { hourMinuteSecond } from "../times";
import { word } from "../words";
import type { Entry, OpenedCase } from "./open";

/** Every value inside, with the way to it. */
function leaves(value: unknown, way: string): [string, string][] {
  if (typeof value !== "object" || value === null) return [[way, String(value)]];
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    return [[way, value.join(", ")]];
  }
  const pairs = Object.entries(value as Record<string, unknown>);
  return pairs.flatMap(([name, inner]) => leaves(inner, way === "" ? name : `${way}.${name}`));
}

function entry({ seq, at, kind, body }: Entry): HTMLElement {
  const facts = leaves(body, "").map(([name, value]) =>
    el("div", {}, el("dt", { text: name }), el("dd", { text: value })),
  );
  const head = el(
    "div",
    { class: "head" },
    el("span", { class: "seq", text: seq }),
    el("strong", { text: kind }),
    el("time", { datetime: at, text: hourMinuteSecond(Date.parse(at)) }),
  );
  return el("li", {}, head, el("dl", {}, ...facts));
}

export function readable({ code, entries, spoilt }: OpenedCase): HTMLElement {
  const head = el("h4", { text: code });
  if (entries === null) {
    return el("div", { class: "opened shut", "data-opened": code }, head, el("p", { text: word("rp-stays-shut") }));
  }
  return el(
    "div",
    { class: "opened", "data-opened": code },
    head,
    el("ol", {}, ...entries.map(entry)),
    spoilt > 0 ? el("p", { class: "none", text: `${word("rp-spoilt")} ${spoilt}` }) : null,
  );
}
