// Who is in, and their keys while they are unlocked. Nothing of it outlives the page.

import type { Me } from "./api";
import type { Keys } from "./keys";

interface Session {
  me: Me | null;
  keys: Keys | null;
}

export const session: Session = { me: null, keys: null };

/** Nobody is in any more, or not yet. */
export function forget(): void {
  session.me = null;
  session.keys = null;
}
