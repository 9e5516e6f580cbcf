// Coming in: the keys are opened here, and a signature goes to the server.

import { api, type Redeemed } from "./api";
import { signInBytes } from "./challenge";
import type { Keys } from "./keys";
import { readAloud } from "./read-aloud";
import { enterRoom } from "./rooms";
import { says, show } from "./screen";
import { session } from "./session";
import { wordsForm } from "./unlock";

export function signIn(redeemed: Redeemed): void {
  const { confirmed, wrapped } = redeemed;
  if (wrapped.length === 0) return show("cs-no-copy", () => [says("cs-no-copy-how")]);
  const comesIn = async (keys: Keys): Promise<void> => {
    if (!confirmed) return readAloud(keys.recipient, keys.signingKey, false);
    await api.signIn(redeemed.link, await keys.sign(signInBytes(redeemed)));
    session.keys = keys;
    await enterRoom("you");
  };
  const form = (): HTMLElement => wordsForm(wrapped, comesIn, () => signIn(redeemed));
  if (confirmed) show("cs-sign-in", () => [form()]);
  else show("cs-wait", () => [says("cs-wait-about"), says("cs-wait-words"), form()]);
  document.querySelector<HTMLElement>("form input")?.focus();
}
