// Passing cases' keys on: each that waits is opened here and sealed to those who are to read, whom the
// signed list names. The server says which wait, and is believed in nothing else.

import { Encrypter, identityToRecipient } from "age-encryption";
import { api, type Waiting } from "./api";
import { base64, unbase64 } from "./bytes";
import type { Roster } from "./chain";
import type { Keys } from "./keys";

/** Whom a key is to be sealed to; null if the signed list says something else than the server. */
export function readersOf(one: Waiting, roster: Roster): readonly string[] | null {
  const named = one.wanted.every(({ member, recipient }) => {
    const signed = roster.members.get(member);
    return signed !== undefined && !signed.revoked && signed.recipient === recipient;
  });
  const twoHolders = roster.recovery.length === 2;
  if (!named || roster.recovery.length === 0 || one.two_holders !== twoHolders) return null;
  const members = one.wanted.map(({ recipient }) => recipient);
  // Two holders have a file of their own, which nobody touches.
  return twoHolders ? members : [...members, ...roster.recovery];
}

/** The key, sealed to these; null if it is not this case's, or does not open. */
async function seal(one: Waiting, keys: Keys, readers: readonly string[]): Promise<string | null> {
  const line = await keys.open(unbase64(one.case_key)).catch(() => null);
  if (line === null) return null;
  const identity = new TextDecoder().decode(line).trim();
  const own = await identityToRecipient(identity).catch(() => "");
  if (own !== one.recipient) return null;
  const encrypter = new Encrypter();
  for (const reader of readers) encrypter.addRecipient(reader);
  const file = await encrypter.encrypt(line);
  line.fill(0);
  return base64(file);
}

/** Passes on what waits, in the server's order; gives how many were. What cannot be stays. */
export async function passOn(waiting: readonly Waiting[], keys: Keys, roster: Roster): Promise<number> {
  let done = 0;
  for (const one of waiting) {
    const readers = readersOf(one, roster);
    const file = readers === null ? null : await seal(one, keys, readers);
    if (file === null) continue;
    const { code, generation, state } = one;
    // Somebody else's browser may have been faster: then it is not this one's any more.
    const taken = await api.resealed({ code, generation, state, case_key: file }).then(
      () => true,
      () => false,
    );
    if (taken) done += 1;
  }
  return done;
}
