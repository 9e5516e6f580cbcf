// Before somebody is in: links, making keys, opening them.

import assert from "node:assert/strict";
import type { Redeemed, Wrapped } from "../console/api";
import { REASONS } from "../console/refusals";
import type { Player, Screen, Stage } from "./screens";

/** What is behind the `#` of a link. */
const TOKEN = "a".repeat(43);

/** A copy under a passkey that this browser does not have. */
export function passkey(day: number): Wrapped {
  const added_at = Date.UTC(2026, 0, day);
  return { id: `d-${day}`, kind: "passkey", added_at, wrapped: "", hint: null };
}

async function redeems(stage: Stage, link: string, change: (of: Redeemed) => Partial<Redeemed>): Promise<void> {
  await stage.changes<Redeemed>(/^redeem$/, (of) => ({ ...of, ...change(of) }));
  await stage.follows(link);
}

/** Each sentence for why the server refuses, at the door. */
export function refusals(): Record<string, Screen> {
  const all = Object.entries(REASONS);
  const first = all.filter(([, reason], at) => all.findIndex(([, other]) => other === reason) === at);
  return Object.fromEntries(
    first.map(([code, reason]) => {
      const says = [reason.how, reason.way, "or" in reason ? reason.or : null].filter((key) => key !== null);
      const comes = async (stage: Stage): Promise<void> => {
        await stage.answers("redeem", { code }, 400);
        await stage.follows(`${stage.at.origin}/#${TOKEN}`);
      };
      return [`refused: ${code}`, { title: reason.title, says, comes }];
    }),
  );
}

/** Whoever has signed keys comes in by seven words, and nobody has signed for `waits`. */
export function doors(signed: Player, waits: Player): Record<string, Screen> {
  const wrong = async ({ page }: Stage): Promise<void> => {
    await page.locator("#seven-words").fill("seven other words");
    await page.locator("form [type=submit]").click();
    await page.locator("form .status:not(:empty)").waitFor();
    await page.locator("form [type=submit]:enabled").waitFor();
  };
  const tries = async ({ page }: Stage): Promise<void> => {
    await page.locator("#screen > .row button").first().click();
    await page.locator("#screen > .status:not(:empty)").waitFor();
    await page.locator("#screen > .row button:enabled").first().waitFor();
  };
  const link = (stage: Stage): Promise<string> => stage.at.link(signed.who);
  return {
    "no copy of the keys": {
      title: "cs-no-copy",
      says: ["cs-no-copy-how"],
      comes: async (stage) => redeems(stage, await link(stage), () => ({ wrapped: [] })),
    },
    "other words": {
      title: "cs-sign-in",
      says: ["cs-sign-in-words", "cs-sign-in-about", "cs-sign-in-go", "cs-sign-in-wrong"],
      comes: async (stage) => {
        await stage.follows(await link(stage));
        await wrong(stage);
      },
      again: wrong,
    },
    "passkeys that are not here": {
      title: "cs-sign-in",
      says: ["cs-passkey-open", "cs-passkey-not", "cs-sign-in-words"],
      comes: async (stage) => {
        await redeems(stage, await link(stage), ({ wrapped }) => ({ wrapped: [...wrapped, passkey(11), passkey(22)] }));
        await tries(stage);
      },
      again: tries,
    },
    "keys that nobody has signed for": {
      title: "cs-wait",
      says: ["cs-wait-about", "cs-wait-words", "cs-sign-in-words"],
      comes: async (stage) => stage.follows(await stage.at.link(waits.who)),
    },
    "their eight words": {
      title: "cs-made",
      says: ["cs-made-words", "cs-made-waits"],
      comes: async ({ page }) => {
        await page.locator("#seven-words").fill(waits.words.join(" "));
        await page.locator("form [type=submit]").click();
        await page.locator(".words").waitFor();
      },
    },
  };
}

/** What the browser answers when a passkey is to be made. */
type Passkey = "refuses" | "cannot" | "asks";

/** Making keys, by a link for it, which is good once. */
export function making(link: () => Promise<string>): Record<string, Screen> {
  const makes = async ({ page }: Stage, answer: Passkey): Promise<void> => {
    await page.evaluate((how) => {
      navigator.credentials.create = () => {
        if (how === "asks") return new Promise(() => undefined);
        return Promise.reject(how === "refuses" ? new DOMException("", "NotAllowedError") : new Error("no PRF"));
      };
    }, answer);
    await page.locator("#screen .main").click();
    await page.locator("#screen > .status:not(:empty)").waitFor();
  };
  const wrong = async ({ page }: Stage): Promise<void> => {
    await page.locator("form textarea").fill("another");
    await page.locator("form [type=submit]").click();
  };
  let words: string[] = [];
  return {
    "keys are to be made": {
      title: "cs-enrol",
      says: ["cs-enrol-about", "cs-enrol-server", "cs-enrol-make"],
      comes: async (stage) => stage.follows(await link()),
    },
    "a browser that cannot make them": {
      title: "cs-old-browser",
      says: ["cs-old-browser-how"],
      comes: async (stage) => {
        await stage.page.evaluate(() => {
          const unknown = (): Promise<never> => Promise.reject(new DOMException("", "NotSupportedError"));
          Object.assign(crypto.subtle, { generateKey: unknown });
        });
        await stage.presses("cs-enrol-make");
      },
    },
    "seven words": {
      title: "cs-words",
      says: ["cs-words-paper", "cs-words-once", "cs-words-square", "cs-words-written", "cs-words-print"],
      comes: async (stage) => {
        await stage.page.reload();
        await stage.follows(await link());
        await stage.page.evaluate(() => {
          const { storage } = navigator;
          const asks = storage.persist.bind(storage);
          storage.persist = () => {
            document.body.dataset["persists"] = "asked";
            return asks();
          };
        });
        await stage.presses("cs-enrol-make");
        await stage.heading("cs-words");
        assert.equal(await stage.page.locator("body").getAttribute("data-persists"), "asked", "the browser is not to forget by itself");
        words = await stage.page.locator(".words li").allTextContents();
      },
    },
    "another word than the one that is asked back": {
      title: "cs-check",
      says: ["cs-check-word", "cs-check-wrong", "cs-check-next", "cs-check-back"],
      comes: async (stage) => {
        await stage.presses("cs-words-written");
        await wrong(stage);
      },
      again: wrong,
    },
    "no passkey was made": {
      title: "cs-passkey",
      says: ["cs-passkey-about", "cs-passkey-words", "cs-passkey-none", "cs-passkey-make", "cs-passkey-without"],
      comes: async (stage) => {
        await stage.page.locator("form textarea").fill(words.join(" "));
        await stage.page.locator("form [type=submit]").click();
        await stage.heading("cs-passkey");
        await makes(stage, "refuses");
      },
      again: (stage) => makes(stage, "refuses"),
    },
    "a passkey that opens nothing": {
      title: "cs-passkey",
      says: ["cs-passkey-cannot"],
      comes: (stage) => makes(stage, "cannot"),
      again: (stage) => makes(stage, "cannot"),
    },
    "the browser asks": {
      title: "cs-passkey",
      says: ["cs-passkey-asks"],
      comes: (stage) => makes(stage, "asks"),
      again: (stage) => makes(stage, "asks"),
    },
    "keys are being locked": {
      title: "cs-locking",
      says: [],
      comes: async (stage) => {
        await stage.holds("enrol");
        await stage.presses("cs-passkey-without");
        await stage.heading("cs-locking");
      },
    },
    "keys are made": {
      title: "cs-made",
      says: ["cs-made-words", "cs-made-waits"],
      comes: (stage) => stage.heading("cs-made"),
    },
  };
}
