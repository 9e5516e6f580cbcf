// What went wrong, and the way on.

import { Refused } from "./api";
import { header } from "./header";
import { reasonFor } from "./refusals";
import { does, says, show } from "./screen";
import { forget, session } from "./session";
import { Distrusted } from "./trust";

/** The server's code for it, or `chain`, or `fault` for what is neither. */
function codeOf(error: unknown): string {
  if (error instanceof Distrusted) return "chain";
  if (!(error instanceof Refused)) return "fault";
  // Whoever is in has no link that could be used up: what they signed was late.
  return error.code === "not-in" && session.me !== null ? "changed" : error.code;
}

/** Shows it; `again` is the way on. */
export function trouble(error: unknown, again: () => void): void {
  const code = codeOf(error);
  if (code === "chain") {
    // What has no keys opens and signs nothing.
    forget();
    return show("cs-distrust", () => [says("cs-distrust-not"), says("cs-distrust-call"), says("cs-distrust-locked")]);
  }
  if (code === "signed-out") {
    forget();
    header(null);
  }
  const { title, how, or, way } = reasonFor(code);
  const whys = [how, or].filter((why) => why !== undefined && why !== null);
  show(title, () => [...whys.map(says), way === null ? null : does(way, again)]);
}
