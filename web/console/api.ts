// The server's answers. What it refuses is a code, and each code has a sentence.

import type { Challenge } from "./challenge";
import { type Role, type Statement, statementOf } from "./statement";

export interface Wrapped {
  readonly id: string;
  readonly kind: "words" | "passkey";
  readonly added_at: number;
  readonly wrapped: string;
  /** Which passkey; null for words. */
  readonly hint: string | null;
}

export interface Redeemed extends Challenge {
  /** What was behind `#`: it says once more that the keys are made by whoever has the link. */
  readonly token: string;
  readonly purpose: "enrol" | "sign-in";
  readonly language: string;
  readonly wrapped: readonly Wrapped[];
  readonly confirmed: boolean;
  /** Keys made now take the place of others. */
  readonly renews: boolean;
  /** The organisation's root key, if members are signed here. */
  readonly root: string | null;
}

export interface Me {
  readonly member: string;
  readonly role: Role;
  readonly language: string;
  readonly recipient: string | null;
  readonly signing_key: string | null;
  readonly confirmed: boolean;
  readonly ends_at: number;
  readonly now: number;
  readonly devices: readonly Wrapped[];
  readonly root: string | null;
}

export interface NewMemberKeys {
  readonly token: string;
  readonly recipient: string;
  readonly signing_key: string;
  readonly wrapped: string;
  readonly passkey: { readonly wrapped: string; readonly hint: string } | null;
  readonly signature: string;
}

/** That whoever is in signed what they ask for, and when. */
export interface Proof {
  readonly at: number;
  readonly signature: string;
}

export interface NewCopy extends Proof {
  readonly kind: Wrapped["kind"];
  readonly wrapped: string;
  readonly hint: string | null;
}

/** A member as the server lists them. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly key: "none" | "pending" | "active";
  readonly recipient: string | null;
  readonly signing_key: string | null;
  readonly revoked: boolean;
}

/** A case's key that waits to be sealed to others. */
export interface Waiting {
  readonly code: string;
  readonly generation: number;
  readonly recipient: string;
  /** An age file in Base64. */
  readonly case_key: string;
  /** By which it is named when it comes back. */
  readonly state: string;
  readonly wanted: readonly { readonly member: string; readonly recipient: string }[];
  readonly two_holders: boolean;
}

export interface Awaiting {
  /** Those that this member's browser can pass on: some of them, after those that were asked to be left out. */
  readonly keys: readonly Waiting[];
  readonly codes: readonly string[];
  /** The codes of those that wait for somebody else. */
  readonly others: readonly string[];
}

export interface Resealed {
  readonly code: string;
  readonly generation: number;
  readonly state: string;
  readonly case_key: string;
}

/** Why it was not done; `away` if there was no answer. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** A request that nobody answers for so long, in milliseconds, holds up no other. */
const PATIENCE_MS = 30_000;

export async function ask<T>(path: string, order?: object, patience = PATIENCE_MS): Promise<T> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(path, order === undefined ? { signal } : { ...post, signal }).catch(() => null);
  if (answer === null) throw new Refused("away");
  // A line that breaks in mid-answer is no answer: what is missing of it nobody may take for empty.
  const body = (await answer.json().catch(() => undefined)) as (T & { code?: string }) | undefined;
  if (!answer.ok || body === undefined) throw new Refused(body?.code ?? "away");
  return body;
}

export const api = {
  redeem: async (token: string): Promise<Redeemed> => ({ ...(await ask<Redeemed>("/api/redeem", { token })), token }),
  enrol: (keys: NewMemberKeys) => ask<{ confirmed: boolean }>("/api/enrol", keys),
  signIn: (link: string, signature: string) => ask<object>("/api/sign-in", { link, signature }),
  signOut: () => ask<object>("/api/sign-out", {}),
  /** What waits, without the first keys of it. */
  awaiting: (after: number) => ask<Awaiting>(`/api/reseal?after=${after}`),
  resealed: (key: Resealed) => ask<object>("/api/reseal", key),
  me: () => ask<Me>("/api/me"),
  keep: (copy: NewCopy) => ask<{ id: string }>("/api/devices", copy),
  remove: (copy: Proof & { id: string }) => ask<object>("/api/devices/remove", copy),
  setCode: (code: Proof & { proof_hash: string }) =>
    ask<{ id: string; share: string; ends_at: number }>("/api/code", code),
  /** Without a link whoever has the cookie unlocks anew. */
  openCode: (link: string | null, id: string, proof: string) =>
    ask<{ share: string }>("/api/code/open", { link, id, proof }),
  forgetCode: (id: string) => ask<object>("/api/code/forget", { id }),
  chain: () => ask<{ readonly root: string | null; readonly statements: readonly unknown[] }>("/api/chain"),
  members: async (): Promise<{ readonly members: readonly Listed[]; readonly waits: readonly Statement[] }> => {
    const { members, waits } = await ask<{ members: Listed[]; waits: unknown[] }>("/api/members");
    return { members, waits: waits.map(statementOf) };
  },
  state: (statement: Statement) => ask<{ readonly accepted: boolean }>("/api/statements", { statement }),
  enrolLink: (member: string) => ask<object>("/api/enrol-link", { member }),
};
