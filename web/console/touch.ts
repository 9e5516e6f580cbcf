// When somebody last touched the page: what it does by itself is no sign of anybody.

/** What is done in a frame nobody hears here. Whoever is at one is at the page, so long after they went
 * there, in milliseconds. */
const FRAMED_MS = 20 * 60_000;

let last = 0;

for (const kind of ["pointerdown", "keydown", "input"]) {
  addEventListener(kind, () => (last = Date.now()), { capture: true, passive: true });
}

/** Whether that was in the last so many milliseconds, and the page is looked at. */
export function isTouched(withinMs: number): boolean {
  const isFramed = document.hasFocus() && document.activeElement instanceof HTMLIFrameElement;
  return document.visibilityState === "visible" && Date.now() - last <= (isFramed ? FRAMED_MS : withinMs);
}
