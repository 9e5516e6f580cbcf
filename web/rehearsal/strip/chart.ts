// The score range, answer by answer: a bar from the lowest to the highest score still possible.

import type { Assessment } from "../contract";
import { svg } from "../../shared/dom";
import { word } from "../words";

const WIDTH = 320;
const HEIGHT = 112;
const LEFT = 24;
const RIGHT = 8;
const TOP = 14;
const BOTTOM = 16;

/** The next round number above, for the axis. */
function ceiling(most: number): number {
  const step = most <= 20 ? 5 : most <= 60 ? 10 : 20;
  return Math.max(step, Math.ceil(most / step) * step);
}

function inWords(history: readonly Assessment[]): string {
  const ranges = history.map(({ low, high }, i) => `${i + 1}: ${low}–${high}`);
  return `${word("rp-chart")}: ${ranges.join("; ")}`;
}

export function chart(history: readonly Assessment[]): SVGSVGElement {
  const top = ceiling(Math.max(1, ...history.map((one) => one.high)));
  const y = (score: number): number =>
    HEIGHT - BOTTOM - (Math.max(0, score) / top) * (HEIGHT - TOP - BOTTOM);
  const step = Math.min(34, (WIDTH - LEFT - RIGHT) / Math.max(1, history.length));
  const wide = Math.min(14, step * 0.62);
  const middle = (i: number): number => LEFT + 6 + step * (i + 0.5);
  const root = svg("svg", {
    class: "chart",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": inWords(history),
  });

  for (const score of [0, top / 2, top]) {
    root.append(
      svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(score), y2: y(score) }),
      svg("text", { x: LEFT - 5, y: y(score) + 3.5, "text-anchor": "end", text: score }),
    );
  }
  const lows = history.map((one, i) => `${middle(i)},${y(one.low)}`);
  history.forEach(({ low, high, level }, i) => {
    const height = Math.max(3, y(low) - y(high));
    root.append(
      svg("rect", {
        class: `range ${level}`,
        x: middle(i) - wide / 2,
        y: y(high),
        width: wide,
        height,
        rx: Math.min(4, wide / 2),
      }),
    );
  });
  root.append(svg("polyline", { class: "rise", points: lows.join(" ") }));
  history.forEach(({ low, level }, i) => {
    root.append(svg("circle", { class: `low ${level}`, cx: middle(i), cy: y(low), r: 3 }));
  });
  label(root, history, middle, y);
  return root;
}

/** The newest range in numbers beside its bar, and the number of every few answers below. */
function label(
  root: SVGSVGElement,
  history: readonly Assessment[],
  middle: (i: number) => number,
  y: (score: number) => number,
): void {
  const every = Math.ceil(history.length / 10);
  history.forEach((_, i) => {
    const isLast = i === history.length - 1;
    if (i % every !== 0 && !isLast) return;
    root.append(svg("text", { x: middle(i), y: HEIGHT - 4, "text-anchor": "middle", text: i + 1 }));
  });
  const last = history.at(-1);
  if (last === undefined) return;
  const x = middle(history.length - 1);
  const beside = x + 12 < WIDTH - RIGHT - 20 ? { x: x + 11, "text-anchor": "start" } : { x: x - 11, "text-anchor": "end" };
  root.append(svg("text", { class: "now", ...beside, y: y(last.low) + 4, text: last.low }));
  if (last.high > last.low) {
    root.append(svg("text", { class: "now", ...beside, y: y(last.high) + 8, text: last.high }));
  }
}
