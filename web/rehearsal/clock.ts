// The rehearsal's clock, as the server last told it, and everything on the page that runs by it.

import { countdown, hourMinute, hourMinuteSecond } from "./times";

let ahead = 0;

/** The server's clock shows this now. */
export function setClock(now: number): void {
  ahead = now - Date.now();
  tick();
}

export function now(): number {
  return Date.now() + ahead;
}

/** An element that shows the clock: `data-clock` is "minute" or "second"; `data-until` counts down. */
function show(element: HTMLElement, at: number): void {
  const until = element.dataset["until"];
  let text = element.dataset["clock"] === "second" ? hourMinuteSecond(at) : hourMinute(at);
  if (until !== undefined) text = countdown(Number(until) - at);
  if (element.textContent !== text) element.textContent = text;
}

/** Sets every clock and countdown of the page. */
export function tick(): void {
  const at = now();
  for (const element of document.querySelectorAll<HTMLElement>("[data-clock], [data-until]")) {
    show(element, at);
  }
}

export function startClock(): void {
  setInterval(tick, 250);
}
