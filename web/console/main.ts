// Where the console begins: a link is redeemed, or whoever is in sees their page.

import { firstLanguage, isLanguage } from "../shared/languages";
import { api, type Redeemed } from "./api";
import { later } from "./fetched";
import { header } from "./header";
import { enterRoom } from "./rooms";
import { show } from "./screen";
import { forget } from "./session";
import { signIn } from "./sign-in";
import { trouble } from "./trouble";
import { loadWords, pageLanguage } from "./words";

/** The secret of a link is taken out of the address at once, and is good once. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== "") history.replaceState(null, "", location.pathname);
  return token;
}

async function begin(token: string): Promise<void> {
  forget();
  show("cs-sign-in");
  try {
    await comesIn(await api.redeem(token));
  } catch (error) {
    trouble(error, () => void begin(token));
  }
}

/** A link is redeemed once: what does not come after that is asked for again without it. */
async function comesIn(redeemed: Redeemed): Promise<void> {
  try {
    await loadWords(isLanguage(redeemed.language) ? redeemed.language : pageLanguage());
    header(null);
    if (redeemed.purpose === "enrol") (await later()).enrol(redeemed);
    else await signIn(redeemed);
  } catch (error) {
    trouble(error, () => void comesIn(redeemed));
  }
}

// A link that is opened where the console is shown already changes nothing but the end of the address.
addEventListener("hashchange", () => {
  const token = takeToken();
  if (token !== "") void begin(token);
});

const token = takeToken();
await loadWords(firstLanguage());
header(null);
await (token === "" ? enterRoom("cases") : begin(token));
