// When somebody last touched the page: what it does by itself is no sign of anybody.

let last = 0;

for (const kind of ["pointerdown", "keydown", "input"]) {
  addEventListener(kind, () => (last = Date.now()), { capture: true, passive: true });
}

/** Whether that was in the last so many milliseconds, and the page is looked at. */
export function isTouched(withinMs: number): boolean {
  return document.visibilityState === "visible" && Date.now() - last <= withinMs;
}
