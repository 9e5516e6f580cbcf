// Passing cases' keys on: each that waits is opened here and sealed to those who are to read, whom the
// signed list names. The server says which wait, and is believed in nothing else.

import { Encrypter, identityToRecipient } from "age-encryption";
import { api, type Waiting } from "./api";
import { base64, unbase64 } from "./bytes";
import type { Roster } from "./chain";
import type { Keys } from "./keys";

/** Why no key at all is passed on: members are not signed here, or nobody signed for a recovery holder. */
export type Hindrance = "unsigned" | "no-holder";
/** Why one is not: the server and the signed list differ, it does not open here, the server did not take it. */
export type Why = "differs" | "shut" | "refused";

/** A key that stays. */
export interface Left {
  readonly code: string;
  readonly why: Why;
}

/** null: nothing is in the way. */
export function hindrance({ root, recovery }: Roster): Hindrance | null {
  if (root === null) return "unsigned";
  return recovery.length === 0 ? "no-holder" : null;
}

/** Whom a key is to be sealed to; null if the signed list says something else than the server. */
export function readersOf(one: Waiting, roster: Roster): readonly string[] | null {
  const named = one.wanted.every(({ member, recipient }) => {
    const signed = roster.members.get(member);
    return signed !== undefined && !signed.revoked && signed.recipient === recipient;
  });
  const twoHolders = roster.recovery.length === 2;
  if (!named || hindrance(roster) !== null || one.two_holders !== twoHolders) return null;
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

/** Which keys these do not open: they are not tried twice. */
const shut = new WeakMap<Keys, Set<string>>();

async function pass(one: Waiting, keys: Keys, roster: Roster): Promise<Why | null> {
  const readers = readersOf(one, roster);
  if (readers === null) return "differs";
  const { code, generation, state } = one;
  const known = shut.get(keys) ?? new Set();
  shut.set(keys, known);
  const file = known.has(state) ? null : await seal(one, keys, readers);
  if (file === null) {
    known.add(state);
    return "shut";
  }
  // Somebody else's browser may have been faster: then it is not this one's any more.
  return api.resealed({ code, generation, state, case_key: file }).then(
    () => null,
    () => "refused",
  );
}

/** Passes on what waits, in the server's order; gives what stays. */
export async function passOn(waiting: readonly Waiting[], keys: Keys, roster: Roster): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (const one of waiting) {
    const why = await pass(one, keys, roster);
    if (why !== null) left.push({ code: one.code, why });
  }
  return left;
}
