// What waits is sent, the oldest first; each with its id, so that nothing is sent twice.

import { Refused } from "./api";
import { caseApi, type SignedNote } from "./case-api";
import { allKept, forgetKept, type Kept, keep } from "./kept";

/** The server knows an id for three days. What has waited longer than two is sent by hand alone. */
const LONGEST_MS = 2 * 24 * 3600 * 1000;
/** It may go better later: no connection, no session, a busy server. */
const LATER: readonly string[] = ["away", "store", "signed-out", "too-many", "telegram", "chain"];

/** Seals a note to its case, and signs it; null while that cannot be done here. */
export type SealNote = (kept: Kept) => Promise<SignedNote | null>;

/** Gives whether it is done; `false`: not yet. */
export async function send(kept: Kept, seal: SealNote): Promise<boolean> {
  if (kept.kind === "write") {
    await caseApi.write(kept.code, kept.id, kept.text);
    return true;
  }
  const note = await seal(kept);
  if (note === null) return false;
  await caseApi.note(kept.code, kept.id, note);
  return true;
}

/** Sends all that can be sent; `told` after each that is, or is refused. */
async function round(member: string, seal: SealNote, told: () => void): Promise<void> {
  for (const kept of await allKept(member)) {
    if (kept.state !== "waiting") continue;
    try {
      if (Date.now() - kept.at > LONGEST_MS) throw new Refused("old");
      if (await send(kept, seal)) {
        await forgetKept(kept.id);
        told();
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Another key now: it is sealed to that in the next round.
      if (error.code === "changed") continue;
      // Of one case that the server cannot read no other case hears.
      if (error.code === "store") continue;
      if (LATER.includes(error.code)) return;
      await keep(member, { ...kept, state: "refused", at: Date.now() }, false);
      told();
    }
  }
}

let running: Promise<void> = Promise.resolve();

/** One round after the other. */
export function sendKept(member: string, seal: SealNote, told: () => void): Promise<void> {
  running = running.then(() => round(member, seal, told)).catch(() => undefined);
  return running;
}
