// Who is in, and their keys while they are unlocked. Nothing of it outlives the page.

import type { Me } from "./api";
import type { Keys } from "./keys";

interface Session {
  me: Me | null;
  keys: Keys | null;
  /** By the six-digit code, which sets no other: words or a passkey come once in a shift. */
  byCode: boolean;
}

export const session: Session = { me: null, keys: null, byCode: false };

let watch: ReturnType<typeof setInterval> | undefined;

/** How often everything was forgotten: what was begun before that is not gone on with. */
let times = 0;

export function forgotten(): number {
  return times;
}

/** Nobody is in any more, or not yet. */
export function forget(): void {
  times += 1;
  clearInterval(watch);
  session.keys?.wipe();
  session.me = null;
  session.keys = null;
  session.byCode = false;
}

/** Does `ended` at that moment of the browser's clock, also if the computer sleeps before it. */
export function staysUntil(ms: number, ended: () => void): void {
  clearInterval(watch);
  watch = setInterval(() => {
    if (Date.now() < ms) return;
    clearInterval(watch);
    ended();
  }, 1000);
}
