// Coming in: the keys are opened here, and a signature goes to the server.

import { api, type Redeemed } from "./api";
import { signInBytes } from "./challenge";
import { later } from "./fetched";
import type { Keys } from "./keys";
import { enterRoom } from "./rooms";
import { says, show } from "./screen";
import { session } from "./session";
import { askFor } from "./unlock";

export async function signIn(redeemed: Redeemed): Promise<void> {
  const { confirmed, link, member, wrapped } = redeemed;
  if (wrapped.length === 0) return show("cs-no-copy", () => [says("cs-no-copy-how")]);
  const opened = async (keys: Keys): Promise<void> => {
    if (!confirmed) {
      keys.wipe();
      return (await later()).readAloud(keys.recipient, keys.signingKey, false);
    }
    await api.signIn(link, await keys.sign(signInBytes(redeemed)));
    session.keys = keys;
    await enterRoom("cases");
  };
  const door = { member, copies: wrapped, link, opened, again: () => void signIn(redeemed) };
  if (confirmed) await askFor(door, "cs-sign-in");
  else await askFor(door, "cs-wait", () => [says("cs-wait-about"), says("cs-wait-words")]);
}
