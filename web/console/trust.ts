// Which chain of statements this browser believes: never the server's word alone.
import { api, Refused } from "./api";
import { Fault, Roster } from "./chain";
import { session } from "./session";

/** The root that this browser saw first. */
const ROOT = "habeas.root";
/** Behind it the root: the newest statement of its chain that this browser saw. */
const HEAD = "habeas.head.";

/** What the server says of the members is not what it said before, or not what the root says. */
export class Distrusted extends Error {}

/** The root of the keys that are unlocked, else the one that was there first; null at the very first. */
function known(): string | null {
  return session.keys?.root ?? localStorage.getItem(ROOT);
}

/** What the server names as its root, if that is the one to be trusted. */
export function trustedRoot(theirs: string | null): string | null {
  if ((known() ?? theirs) !== theirs) throw new Distrusted("another root");
  return theirs;
}

interface Head {
  readonly seq: number;
  readonly hash: string;
}

function seen(root: string): Head | null {
  const kept = localStorage.getItem(HEAD + root);
  return kept === null ? null : (JSON.parse(kept) as Head);
}

/** The members, by a chain that this browser has checked and that holds all it ever saw of it. Where
 * members are not signed, `root` is null and nobody is in it. */
export async function trustedRoster(): Promise<Roster> {
  // What was seen before this question: its answer may be older than what another tab sees meanwhile.
  const before = known();
  const head = before === null ? null : seen(before);
  const chain = await api.chain().catch((error: unknown) => {
    throw error instanceof Refused && error.code === "chain" ? new Distrusted("the chain is broken") : error;
  });
  const root = trustedRoot(chain.root);
  const roster = new Roster(root);
  try {
    for (const line of chain.statements) await roster.read(line);
  } catch (error) {
    throw error instanceof Fault ? new Distrusted(error.message) : error;
  }
  if (root === null) return roster;
  if (head !== null && roster.heads[head.seq - 1] !== head.hash) throw new Distrusted("it was put back");
  localStorage.setItem(ROOT, root);
  const newest = seen(root);
  if (roster.heads.length > (newest?.seq ?? 0)) {
    localStorage.setItem(HEAD + root, JSON.stringify({ seq: roster.heads.length, hash: roster.head }));
  }
  return roster;
}
