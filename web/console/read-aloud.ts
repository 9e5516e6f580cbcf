// The eight words of a member's keys, for whoever signs for them to hear.

import { fingerprint, readable } from "./fingerprint";
import { says, show, wordList } from "./screen";
import { pageLanguage } from "./words";

export async function readAloud(recipient: string, signingKey: string, confirmed: boolean): Promise<void> {
  const voice = await fingerprint(recipient, signingKey);
  show("cs-made", () => [
    says("cs-made-words"),
    wordList(readable(voice, pageLanguage()), pageLanguage()),
    says(confirmed ? "cs-made-ready" : "cs-made-waits"),
  ]);
}
