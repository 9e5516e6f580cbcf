// "I have it" is a promise. While its case is open, unlocked and looked at, the member's key renews it.

import { caseApi } from "./case-api";
import { renewBytes } from "./challenge";
import { session } from "./session";
import { isTouched } from "./touch";
import { who } from "./who";

/** Between two signs, in milliseconds; the owner is asked after ten minutes without one. */
const RENEW_MS = 4 * 60_000;
/** Whoever has not touched the page for so long may be asleep. */
const AWAKE_MS = 10 * 60_000;
/** A session goes on while somebody is at it. */
const SEEN_MS = 60_000;

/** Renews now and from time to time, while `wanted` says so, at the server's moment; gives back what
 * ends it. */
export function keepRenewing(code: string, wanted: () => boolean, now: () => number): () => void {
  const renew = async (): Promise<void> => {
    const { keys, me } = session;
    if (keys === null || me === null || !wanted() || !isTouched(AWAKE_MS)) return;
    const at = now();
    await caseApi.renew(code, { at, signature: await keys.sign(renewBytes({ member: me.member, at }, code)) });
  };
  const seen = async (): Promise<void> => {
    if (session.me !== null && isTouched(SEEN_MS)) await who();
  };
  // What was not heard is said again the next time, and the bot asks before anybody else is called.
  const tries = (act: () => Promise<void>) => (): void => void act().catch(() => undefined);
  tries(renew)();
  const timers = [setInterval(tries(renew), RENEW_MS), setInterval(tries(seen), SEEN_MS)];
  return () => timers.forEach(clearInterval);
}
