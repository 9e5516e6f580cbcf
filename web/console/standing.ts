// How somebody stands: by the chain that was checked, and by what the server says beside it.
import type { Listed } from "./api";
import type { Roster } from "./chain";
import type { Act, Statement } from "./statement";

/** `open`: where members are not signed; `leaves`: revoked on the server, and nobody has signed it. */
export type Stands = "none" | "waits" | "renewed" | "active" | "open" | "leaves" | "revoked";

export interface Seen {
  readonly stands: Stands;
  /** The server says that a key counts, or is there, and the chain does not. */
  readonly differs: boolean;
}

export function standing(of: Listed, roster: Roster): Seen {
  if (roster.root === null) {
    const stands = of.revoked ? "revoked" : of.recipient === null ? "none" : "open";
    return { stands, differs: false };
  }
  const signed = roster.active(of.id);
  if (of.revoked) return { stands: signed === null ? "revoked" : "leaves", differs: false };
  if (of.recipient === null) return { stands: "none", differs: of.key !== "none" || signed !== null };
  const same =
    signed !== null &&
    signed.role === of.role &&
    signed.recipient === of.recipient &&
    signed.signingKey === of.signing_key;
  if (same) return { stands: "active", differs: of.key !== "active" };
  return { stands: signed === null ? "waits" : "renewed", differs: of.key !== "pending" };
}

/** What is to be signed so that the chain says of somebody what the server says; null: nothing. */
export function wanted(of: Listed, { stands }: Seen): Act | null {
  const { id: member, role, recipient, signing_key } = of;
  if (stands === "leaves") return { act: "revoked", member };
  if (recipient === null || (stands !== "waits" && stands !== "renewed")) return null;
  return { act: "member", member, role, recipient, signing_key };
}

/** Whose signatures an act needs: `mine` alone, mine and a second coordinator's, the operator's; null
 * if it is not mine to sign. */
export type Need = "one" | "two" | "operator" | null;

export function need(roster: Roster, act: Act, mine: string): Need {
  const alone = roster.refuses(act, [mine]);
  if (alone === null) return "one";
  if (alone !== "needs-two") return null;
  const others = [...roster.members.values()].flatMap(({ signingKey, revoked }) => (revoked ? [] : (signingKey ?? [])));
  return others.some((other) => roster.refuses(act, [mine, other]) === null) ? "two" : "operator";
}

/** Those of the drafts that lack a second signature and nothing else; the others are no drafts. */
export async function drafts(roster: Roster, waits: readonly Statement[]): Promise<readonly Statement[]> {
  const faults = await Promise.all(waits.map((draft) => roster.check(draft)));
  return waits.filter((draft, at) => draft.signed.length === 1 && faults[at]?.fault === "needs-two");
}
