// The sentence for each reason why something was not done, and what the button under it says.

import type { WordKey } from "./word-keys";

export interface Reason {
  readonly title: WordKey;
  readonly how: WordKey | null;
  /** What else may have been the matter. */
  readonly or?: WordKey;
  /** What the way on is called; null where there is none from here. */
  readonly way: WordKey | null;
}

const OUT: Reason = { title: "cs-out", how: "cs-out-how", way: null };
const NO_CASE: Reason = { title: "cs-no-case", how: "cs-no-case-how", way: null };
const NO_LINK: Reason = { title: "cs-no-link", how: "cs-no-link-how", or: "cs-no-link-keys", way: null };

/** By the server's code (`src/console/request.rs`). `away`: there was no answer; `fault`: it is this
 * page's own, or of what the server says. */
export const REASONS = {
  "no-link": NO_LINK,
  "not-in": NO_LINK,
  "no-case": NO_CASE,
  "not-yours": NO_CASE,
  "signed-out": OUT,
  "too-large": { title: "cs-file-large", how: null, way: "cs-back" },
  gone: { title: "cs-file-gone", how: null, way: "cs-back" },
  telegram: { title: "cs-file-telegram", how: null, way: "cs-again" },
  changed: { title: "cs-changed", how: "cs-changed-nothing", way: "cs-again" },
  statement: { title: "cs-changed", how: "cs-changed-how", way: "cs-back" },
  "last-one": { title: "cs-last-one", how: null, way: "cs-back" },
  "last-words": { title: "cs-last-words", how: null, way: "cs-again" },
  full: { title: "cs-full", how: null, way: "cs-again" },
  unreachable: { title: "cs-link-not", how: "cs-link-not-how", way: "cs-back" },
  "too-many": { title: "cs-too-many", how: null, way: "cs-again" },
  store: { title: "cs-store", how: "cs-store-how", way: "cs-again" },
  request: { title: "cs-request", how: "cs-request-how", way: "cs-again" },
  away: { title: "cs-away", how: null, way: "cs-again" },
  fault: { title: "cs-fault", how: "cs-fault-how", way: "cs-again" },
} as const satisfies Record<string, Reason>;

/** A code that this page does not know is said to be a fault. */
export function reasonFor(code: string): Reason {
  return Object.hasOwn(REASONS, code) ? REASONS[code as keyof typeof REASONS] : REASONS.fault;
}
