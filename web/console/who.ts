// Who is in, asked anew. When the session is over the page shows it by itself, and has no keys.

import { api, type Me, type Proof, Refused } from "./api";
import type { Moment } from "./challenge";
import type { Keys } from "./keys";
import { session, staysUntil } from "./session";
import { trouble } from "./trouble";

export async function who(): Promise<Me> {
  const me = await api.me();
  // Somebody else came in by this browser: what is open here is not theirs.
  if (session.me !== null && session.me.member !== me.member) {
    trouble(new Refused("signed-out"), () => undefined);
    throw new Refused("signed-out");
  }
  session.me = me;
  staysUntil(Date.now() + me.ends_at - me.now, () => trouble(new Refused("signed-out"), () => undefined));
  return me;
}

/** Signs what is done, at the moment that the server's clock shows. */
export async function proves(
  keys: Keys,
  bytes: (of: Moment) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>,
): Promise<Proof> {
  const { member, now: at } = await who();
  return { at, signature: await keys.sign(await bytes({ member, at })) };
}
