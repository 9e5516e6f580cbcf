// Once somebody is in: who they are, what waits, the copies of their keys, the six-digit code.

import type { Awaiting, Me, Waiting } from "../console/api";
import { passkey } from "./screens-door";
import type { Player, Screen, Stage } from "./screens";

const CODE = "284617";

/** A key of a case that nobody has. */
function waiting(code: string, wanted: Waiting["wanted"]): Waiting {
  return { code, generation: 1, recipient: "age1nobody", case_key: "", state: "00".repeat(32), wanted, two_holders: false };
}

/** The server has these to be passed on. */
async function awaits(stage: Stage, first: Awaiting): Promise<void> {
  await stage.changes<Awaiting>(/^reseal\?/, (_, asked) => (asked.endsWith("after=0") ? first : { ...first, keys: [] }));
  await stage.enters("cs-you", "cs-in");
}

/** What keeps cases from being passed on, while the list of members names no holder. */
export function unheld(): Record<string, Screen> {
  return {
    "no recovery holder is signed": {
      title: "cs-in",
      says: ["cs-waiting", "cs-waiting-no-holder", "cs-waiting-no-holder-how"],
      comes: (stage) => awaits(stage, { keys: [waiting("RD-101", [])], codes: ["RD-101"], others: [] }),
    },
  };
}

export function leaving(): Record<string, Screen> {
  return {
    "the lock is on its way": {
      title: "cs-lock",
      says: [],
      comes: async (stage) => {
        await stage.holds("sign-out");
        await stage.presses("cs-lock");
      },
    },
    locked: { title: "cs-locked", says: ["cs-out-how"], comes: (stage) => stage.heading("cs-locked") },
    "nobody is in": { title: "cs-out", says: ["cs-out-how"], comes: async ({ page }) => void (await page.reload()) },
  };
}

export function inside(player: Player): Record<string, Screen> {
  const stranger = [{ member: "m-0", recipient: "age1stranger" }];
  const keys = [waiting("RD-102", stranger), waiting("RD-103", [])];
  return {
    "nothing waits": {
      title: "cs-in",
      says: ["cs-in-until", "cs-key", "cs-key-active", "cs-key-words", "cs-code-offer", "cs-waiting", "cs-waiting-none"],
      comes: async (stage) => {
        await stage.enters("cs-you", "cs-in");
        await stage.sees("cs-waiting-none");
      },
    },
    "some cases wait, for one reason and another": {
      title: "cs-in",
      says: ["cs-waiting-self", "cs-waiting-differs", "cs-waiting-shut", "cs-waiting-others"],
      comes: async (stage) => {
        await awaits(stage, { keys, codes: ["RD-101", "RD-102", "RD-103"], others: ["RD-104"] });
        await stage.sees("cs-waiting-shut");
      },
    },
    "a code that is easy to guess": { title: "cs-code", says: ["cs-code-about", "cs-code-first", "cs-code-weak"], ...codes("111111", "111111") },
    "a code of four digits": { title: "cs-code", says: ["cs-code-second", "cs-code-six"], ...codes("1111", "1111") },
    "two codes": { title: "cs-code", says: ["cs-code-set", "cs-code-without", "cs-code-differ"], ...codes(CODE, "284618") },
    "copies, and a code that is set": {
      title: "cs-devices",
      says: ["cs-device-words", "cs-device-passkey", "cs-remove-yes", "cs-passkey-add", "cs-code-until", "cs-code-forget", "cs-new-words-about", "cs-new-words-more", "cs-download-about"],
      comes: async (stage) => {
        await fills(stage, CODE, CODE);
        await stage.heading("cs-in");
        await stage.changes<Me>(/^me$/, (me) => ({ ...me, devices: [...me.devices, passkey(11), passkey(22)] }));
        await stage.enters("cs-devices");
      },
    },
    "ten copies": {
      title: "cs-devices",
      says: ["cs-full"],
      comes: async (stage) => {
        const nine = Array.from({ length: 9 }, (_, i) => passkey(i + 1));
        await stage.changes<Me>(/^me$/, (me) => ({ ...me, devices: [...me.devices, ...nine] }));
        await stage.enters("cs-devices");
      },
    },
    "a copy is to be removed": {
      title: "cs-remove",
      says: ["cs-device-passkey", "cs-remove-about", "cs-remove-yes", "cs-remove-no"],
      comes: (stage) => stage.presses("cs-remove-yes", ": "),
    },
    "keys that are locked, and a case waits": {
      title: "cs-in",
      says: ["cs-waiting-locked", "cs-waiting-open"],
      comes: async (stage) => {
        await stage.page.reload();
        await awaits(stage, { keys: [waiting("RD-101", [])], codes: ["RD-101"], others: [] });
        await stage.sees("cs-waiting-locked");
      },
    },
    "other codes": {
      title: "cs-sign-in",
      says: ["cs-code-field", "cs-code-wrong", "cs-use-words"],
      comes: async (stage) => {
        await stage.enters("cs-devices");
        await stage.presses("cs-new-words");
        await guesses(stage);
      },
      // One is left after these.
      again: async (stage, language) => (language === "en" ? undefined : guesses(stage)),
    },
    "a code that is over": {
      title: "cs-sign-in",
      says: ["cs-code-over", "cs-sign-in-words"],
      comes: async (stage) => {
        await stage.page.locator("#code").fill("284618");
        await stage.page.locator("form [type=submit]").click();
        await stage.sees("cs-code-over");
      },
    },
    "members are not signed, and a case waits": {
      title: "cs-in",
      says: ["cs-waiting-unsigned", "cs-waiting-unsigned-how"],
      comes: async (stage) => {
        await unsigned(stage);
        await awaits(stage, { keys: [waiting("RD-101", [])], codes: ["RD-101"], others: [] });
        await stage.sees("cs-waiting-unsigned");
      },
    },
    "members are not signed": {
      title: "cs-members",
      says: ["cs-members-unsigned", "cs-stands-open", "cs-stands-none"],
      comes: async (stage) => {
        await unsigned(stage);
        await stage.enters("cs-members");
      },
    },
    "the list of members was changed": {
      title: "cs-distrust",
      says: ["cs-distrust-not", "cs-distrust-call", "cs-distrust-locked"],
      comes: async (stage) => {
        await stage.ends();
        await stage.comesIn(player);
        await stage.answers("chain", { root: "00".repeat(32), statements: [] });
        await stage.presses("cs-members");
      },
    },
  };
}

/** Whoever asks for a code, and types these two. */
function codes(first: string, second: string): Pick<Screen, "comes" | "again"> {
  const types = (stage: Stage): Promise<void> => fills(stage, first, second);
  return {
    comes: async (stage) => {
      if ((await stage.page.locator("#code").count()) === 0) await stage.presses("cs-code-offer", " ");
      await types(stage);
    },
    again: types,
  };
}

async function fills({ page }: Stage, first: string, second: string): Promise<void> {
  await page.locator("#code").fill(first);
  await page.locator("#code-again").fill(second);
  await page.locator("form [type=submit]").click();
}

async function guesses({ page }: Stage): Promise<void> {
  await page.locator("#code").fill("284618");
  const answer = page.waitForResponse("**/api/code/open");
  await page.locator("form [type=submit]").click();
  await answer;
  await page.locator("form [type=submit]:enabled").waitFor();
}

/** A browser that knows of no root, before a server that names none. */
async function unsigned(stage: Stage): Promise<void> {
  await stage.answers("chain", { root: null, statements: [] });
  await stage.page.evaluate(() => localStorage.clear());
  await stage.page.reload();
  await stage.page.locator("#top nav").waitFor();
}
