// The list of members, and what coordinators sign.

import type { Listed } from "../console/api";
import type { Person } from "./desk";
import type { Player, Screen, Stage } from "./screens";

interface List {
  readonly members: readonly Listed[];
  readonly waits: readonly unknown[];
}

/** The players of this part. */
export interface Cast {
  /** Signed; `dana` and `eve` are coordinators. */
  readonly dana: Player;
  readonly eve: Player;
  readonly ada: Player;
  /** Their keys wait: a lawyer's, and a coordinator's. */
  readonly ben: Player;
  readonly fay: Player;
  /** Without keys, as one more is. */
  readonly gone: Person;
}

/** What the server says of somebody, changed. */
async function lists(stage: Stage, of: Readonly<Record<string, Partial<Listed> | null>>): Promise<void> {
  await stage.changes<List>(/^members$/, (list) => ({
    ...list,
    members: list.members.flatMap((one) => (of[one.id] === null ? [] : [{ ...one, ...of[one.id] }])),
  }));
  await stage.enters("cs-members");
}

async function types({ page }: Stage, words: string): Promise<void> {
  await page.locator("#eight-words").fill(words);
  await page.locator("form [type=submit]").click();
  await page.locator("form .status:not(:empty)").waitFor();
}

/** By the browser of a coordinator, with keys that are open. */
export function members({ dana, eve, ada, ben, fay, gone }: Cast): Record<string, Screen> {
  return {
    "members, each in another state": {
      title: "cs-members",
      says: ["cs-members-about", "cs-stands-none", "cs-stands-waits", "cs-stands-renewed", "cs-stands-active", "cs-stands-leaves", "cs-stands-revoked", "cs-members-differs", "cs-sign-for", "cs-revoke", "cs-send-link", "cs-only-operator"],
      comes: async (stage) => {
        await stage.comesIn(dana);
        await lists(stage, {
          [ada.who.id]: { recipient: "age1other", key: "pending" },
          [eve.who.id]: { revoked: true },
          [fay.who.id]: { key: "active" },
          [gone.id]: { revoked: true },
        });
      },
    },
    "somebody whom the server leaves out, and the words of somebody else": {
      title: "cs-members",
      says: ["cs-members-unlisted", "cs-show-words"],
      comes: async (stage) => {
        await lists(stage, { [ada.who.id]: null });
        await words(stage);
      },
      again: words,
    },
    "words that are no words": {
      title: "cs-sign-title",
      says: ["cs-sign-call", "cs-sign-hear", "cs-sign-field", "cs-sign-about", "cs-sign-go", "cs-sign-typo", "cs-back"],
      comes: async (stage) => {
        await stage.enters("cs-members");
        await stage.presses("cs-sign-for", ": Ben");
        await types(stage, "opera panda");
      },
      again: (stage) => types(stage, "opera panda"),
    },
    "the words of other keys, and a second has to sign": {
      title: "cs-sign-title",
      says: ["cs-sign-two", "cs-sign-differs"],
      comes: async (stage) => {
        await stage.enters("cs-members");
        await stage.presses("cs-sign-for", ": Fay");
        await types(stage, ben.voice);
      },
      again: (stage) => types(stage, ben.voice),
    },
    "a signature is on its way": {
      title: "cs-signing",
      says: [],
      comes: async (stage) => {
        await stage.holds("chain");
        await stage.page.locator("#eight-words").fill(fay.voice);
        await stage.page.locator("form [type=submit]").click();
      },
    },
    "it waits for a second coordinator": {
      title: "cs-signed",
      says: ["cs-signed-waits", "cs-signed-order", "cs-back"],
      comes: (stage) => stage.heading("cs-signed"),
    },
    "what one has signed oneself": {
      title: "cs-members",
      says: ["cs-drafts", "cs-draft-member", "cs-draft-by", "cs-draft-yours", "cs-members-all"],
      comes: (stage) => stage.enters("cs-members"),
    },
    "somebody is to be revoked": {
      title: "cs-revoke-title",
      says: ["cs-revoke-then", "cs-revoke-past", "cs-revoke-sure", "cs-revoke-leave"],
      comes: (stage) => stage.presses("cs-revoke", ": Ada"),
    },
    "a link is sent": {
      title: "cs-link-title",
      says: ["cs-link-sent", "cs-link-then", "cs-back"],
      comes: async (stage) => {
        await stage.enters("cs-members");
        await stage.answers("enrol-link", {});
        await stage.presses("cs-send-link", ": Ada");
      },
    },
    "a draft for the second to sign": {
      title: "cs-members",
      says: ["cs-draft-by", "cs-sign-too"],
      comes: async (stage) => {
        await stage.comesIn(eve);
        await stage.enters("cs-members");
      },
    },
    "it counts": {
      title: "cs-signed",
      says: ["cs-signed-done"],
      comes: async (stage) => {
        await stage.presses("cs-sign-too", ": Fay");
        await stage.page.locator("#eight-words").fill(fay.voice);
        await stage.page.locator("form [type=submit]").click();
      },
    },
  };
}

async function words({ page }: Stage): Promise<void> {
  await page.locator(".people button[aria-expanded]").first().click();
  await page.locator(".people .words").waitFor();
}
