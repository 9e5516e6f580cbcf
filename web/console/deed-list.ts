// What can be pressed about a case, and what matters most at this moment.

import type { OneCase } from "./case-api";
import type { WordKey } from "./word-keys";

/** A press, and what is asked before it where it weighs. */
export interface Deed {
  readonly did: string;
  readonly name: WordKey;
  readonly sure?: WordKey;
}

const OWNERS: readonly Deed[] = [
  { did: "still-on", name: "cs-do-still-on" },
  { did: "on-my-way", name: "cs-do-on-my-way" },
  { did: "reached", name: "cs-do-reached" },
  { did: "filed", name: "cs-do-filed" },
  { did: "asked-help", name: "cs-do-asked-help" },
  { did: "says-free", name: "cs-do-says-free", sure: "cs-do-says-free-sure" },
  { did: "looks-false", name: "cs-do-looks-false", sure: "cs-do-looks-false-sure" },
];
const OTHERS: readonly Deed[] = [
  { did: "spoke-with", name: "cs-do-spoke-with" },
  { did: "helps", name: "cs-do-helps" },
  { did: "paged-again", name: "cs-do-paged-again", sure: "cs-do-paged-again-sure" },
  { did: "agrees-free", name: "cs-do-agrees-free", sure: "cs-do-agrees-free-sure" },
];
const TAKES: readonly Deed[] = [
  { did: "take", name: "cs-do-take" },
  { did: "decline", name: "cs-do-decline" },
];

/** All that can be pressed now. */
export function deedsOf({ may, owner_free }: Pick<OneCase, "may" | "owner_free">): readonly Deed[] {
  return [
    ...(may.includes("take") ? TAKES : []),
    ...(may.includes("act") ? OWNERS : []),
    ...(may.includes("speak") ? OTHERS.filter(({ did }) => did !== "agrees-free" || owner_free) : []),
  ];
}

/** The one that matters most at this moment. */
export function mainDeed({ may, owner_free, promise }: Pick<OneCase, "may" | "owner_free" | "promise">): Deed | null {
  const wanted =
    may.includes("take") ? "take"
    : may.includes("act") && (promise?.asked === true || promise?.lapsed === true) ? "still-on"
    : may.includes("speak") ? "spoke-with"
    : null;
  return deedsOf({ may, owner_free }).find(({ did }) => did === wanted) ?? null;
}
