// Making keys: seven words that are shown once and asked back, a passkey for whoever wants one, then
// the keys wrapped under both.

import { api, type Redeemed } from "./api";
import { enrolBytes } from "./challenge";
import { header } from "./header";
import { byWords, type Keys, makeKeys } from "./keys";
import { putOnPaper } from "./paper";
import { offerPasskey, type PasskeyCopy } from "./passkey";
import { readAloud } from "./read-aloud";
import { does, says, show } from "./screen";
import { forget, forgotten, session } from "./session";
import { keepsStorage } from "./storage";
import { trouble } from "./trouble";
import { trustedRoot } from "./trust";

export function enrol(redeemed: Redeemed): void {
  const renews = redeemed.renews ? (["cs-enrol-renews", "cs-enrol-until"] as const) : [];
  const about = ["cs-enrol-about", "cs-enrol-server", ...renews] as const;
  show("cs-enrol", () => [...about.map(says), does("cs-enrol-make", () => void begin(redeemed))]);
}

/** The keys come first: a browser that cannot make them has nobody write down words for nothing. */
async function begin(redeemed: Redeemed): Promise<void> {
  try {
    trustedRoot(redeemed.root);
  } catch (error) {
    return trouble(error, () => enrol(redeemed));
  }
  const keys = await makeKeys(redeemed.root).catch(() => null);
  if (keys === null) return show("cs-old-browser", () => [says("cs-old-browser-how")]);
  keepsStorage();
  session.keys = keys;
  header({ rooms: null, lock: stops });
  putOnPaper((words) =>
    offerPasskey("cs-passkey-without", { keys, member: redeemed.member }, (passkey) => lockAndSend({ redeemed, keys, words, passkey })),
  );
}

/** What was made is wiped, and stands nowhere. */
function stops(): void {
  forget();
  header(null);
  show("cs-locked", () => [says("cs-no-link-keys")]);
}

/** What is about to become a member's. */
interface Made {
  readonly redeemed: Redeemed;
  readonly keys: Keys;
  readonly words: string;
  readonly passkey: PasskeyCopy | null;
}

async function lockAndSend(made: Made): Promise<void> {
  // What is under way to the server is not taken back.
  header(null);
  show("cs-locking");
  const { redeemed, keys, words, passkey } = made;
  const { recipient, signingKey } = keys;
  const begun = forgotten();
  try {
    const wrapped = await keys.wrap(byWords(words));
    const signature = await keys.sign(enrolBytes(redeemed, recipient, signingKey));
    const { token } = redeemed;
    const done = await api.enrol({ token, recipient, signing_key: signingKey, wrapped, passkey, signature });
    if (forgotten() !== begun) return;
    forget();
    header(null);
    await readAloud(recipient, signingKey, done.confirmed);
  } catch (error) {
    if (forgotten() !== begun) return;
    header({ rooms: null, lock: stops });
    trouble(error, () => void lockAndSend(made));
  }
}
