// What went wrong, and the way on.

import { Refused } from "./api";
import { header } from "./header";
import { does, says, show } from "./screen";
import { forget } from "./session";
import { Distrusted } from "./trust";

/** Shows it; `again` tries once more where that can help. */
export function trouble(error: unknown, again: () => void): void {
  switch (error instanceof Refused ? error.code : error instanceof Distrusted ? "chain" : "away") {
    case "chain":
      // What has no keys opens and signs nothing.
      forget();
      return show("cs-distrust", () => [says("cs-distrust-not"), says("cs-distrust-call"), says("cs-distrust-locked")]);
    case "signed-out":
      forget();
      header(null);
      return show("cs-out", () => [says("cs-out-how")]);
    case "no-link":
    case "not-in":
      return show("cs-no-link", () => [says("cs-no-link-how"), says("cs-no-link-keys")]);
    case "full":
      return show("cs-full", () => [does("cs-again", again)]);
    case "last-one":
      return show("cs-last-one", () => [does("cs-back", again)]);
    case "too-many":
      return show("cs-too-many", () => [does("cs-again", again)]);
    default:
      return show("cs-away", () => [does("cs-again", again)]);
  }
}
