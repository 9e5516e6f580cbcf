// What every room waits for, and what it may ask for meanwhile: a weak line is waited for once, and not
// once for each question.

import type { Me } from "./api";
import type { Roster } from "./chain";

/** Who is in, and the members by the list that this browser has checked. Nothing is shown before that. */
export type Known = Promise<{ readonly me: Me; readonly roster: Roster }>;

/** Asked for before it is waited for: what goes wrong is told there. */
export function early<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}
