// The rehearsal's clock, which can be moved forward.

import { now } from "../clock";
import { button, el } from "../../shared/dom";
import { attempt, orders } from "../orders";
import { hourMinuteSecond } from "../times";
import { word } from "../words";

const STEPS = [
  { ms: 10_000, word: "rp-ten-seconds" },
  { ms: 60_000, word: "rp-one-minute" },
  { ms: 300_000, word: "rp-five-minutes" },
  { ms: 600_000, word: "rp-ten-minutes" },
  { ms: 3_600_000, word: "rp-one-hour" },
] as const;

export function clockPanel(status: HTMLElement): HTMLElement {
  const face = el("div", { class: "face", "data-clock": "second", text: hourMinuteSecond(now()) });
  const steps = STEPS.map((step) =>
    button({ class: "step" }, () => void attempt(status, () => orders.advance(step.ms)), word(step.word)),
  );
  const group = el("div", { class: "steps", role: "group", "aria-label": word("rp-forward") }, ...steps);
  const heading = el("h2", { text: word("rp-clock") });
  return el("section", { class: "panel clockpanel", "aria-label": word("rp-clock") }, el("div", { class: "heading" }, heading, face), group);
}
