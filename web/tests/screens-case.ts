// The list of cases, and one case.

import type { CaseLine, OneCase, SealedEntry } from "../console/case-api";
import type { WordKey } from "../console/word-keys";
import type { Language } from "../shared/languages";
import type { Player, Screen, Stage } from "./screens";

const TYPED = "Which entrance is it?";
/** A picture of one pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
/** What nobody broke into lines: an address, or what was pasted. */
const LONG = "https://example.org/".padEnd(120, "a");

function line(more: Partial<CaseLine>): CaseLine {
  const since = Date.UTC(2026, 0, 11, 3);
  return { code: "RD-201", level: "critical", stage: "open", hours_left: 6, since, mine: false, handed: false, called: false, reads: true, ...more };
}

const LINES: readonly CaseLine[] = [
  line({ handed: true, reads: false }),
  line({ code: "RD-202", level: "urgent", stage: "paged", mine: true }),
  line({ code: "RD-203", level: "watch", stage: "taken", mine: true, hours_left: null }),
  line({ code: "RD-204", level: "routine", stage: "closed" }),
  line({ code: "RD-205", stage: "paged", called: true, reads: false }),
];

/** What a case says where much is said of it. */
function full(one: OneCase): OneCase {
  const [first] = one.facts;
  return {
    ...one,
    may: [...new Set([...one.may, "take", "act", "speak", "hand-over"] as const)],
    owner_free: true,
    promise: { asked: true, lapsed: false, until: null },
    colleagues: [{ id: "m-1", name: "A colleague whose name is so long that no narrow telephone has room for it" }],
    facts: [...one.facts, { label: first?.label ?? "", value: LONG, at: one.opened_at }],
  };
}

/** The same where hardly anything is known. */
function bare(one: OneCase): OneCase {
  const promise = { asked: false, lapsed: true, until: null };
  return { ...one, mine: false, owner: null, may: ["hand-over"], colleagues: [], duty: [], facts: [], sum: null, hours_left: null, promise };
}

/** The questions that are asked before what weighs. */
const QUESTIONS: readonly (readonly [WordKey, WordKey])[] = [
  ["cs-do-says-free", "cs-do-says-free-sure"],
  ["cs-do-looks-false", "cs-do-looks-false-sure"],
  ["cs-do-paged-again", "cs-do-paged-again-sure"],
  ["cs-do-agrees-free", "cs-do-agrees-free-sure"],
  ["cs-hand-go", "cs-hand-sure"],
];

async function unfolds({ page }: Stage): Promise<void> {
  await page.locator("details:visible").first().waitFor();
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  await page.waitForFunction(() => document.querySelector("details:not([hidden]) > .body:empty") === null);
}

async function asks(stage: Stage, language: Language): Promise<void> {
  await unfolds(stage);
  for (const [key] of QUESTIONS) {
    await stage.page.locator("details").getByRole("button", { name: stage.text(key, language), exact: true }).click();
  }
}

/** The server has told it in this language, and what people wrote is open. */
async function told(stage: Stage, language: Language): Promise<void> {
  const { page, code } = stage;
  const answer = await page.request.get(`${stage.at.origin}/api/cases/${code}?language=${language}&itself=true`);
  const { first } = (await answer.json()) as OneCase;
  await page.getByText(first[0] ?? "").first().waitFor();
  await page.locator(".timeline .said").first().waitFor();
}

/** Goes back to the list, and into the case anew. */
async function enters(stage: Stage): Promise<void> {
  await stage.enters("cs-cases");
  await stage.page.getByRole("button", { name: stage.code, exact: true }).click();
  await stage.heading("code");
}

async function changed(stage: Stage, change: (one: OneCase) => OneCase): Promise<void> {
  await stage.changes<OneCase>(/^cases\/[^/]+\?/, change);
  await enters(stage);
}

/** Types into the field that this opens. */
async function types({ page }: Stage, opener: "first" | "last"): Promise<void> {
  await page.locator(".reach .plain")[opener]().click();
  await page.locator("#composer").fill(`${TYPED} ${LONG}`);
  await page.locator('#composer[data-kept="true"]').waitFor();
}

async function presses({ page }: Stage): Promise<void> {
  // What the press before was told, in another language perhaps, is not taken for what this one is told.
  await page.locator(".thumb > .status").evaluate((told) => told.replaceChildren());
  await page.locator(".reach .main").click();
  await page.locator(".thumb > .status:not(:empty)").waitFor();
}

/** The picture and the document that somebody sent. */
async function shows({ page }: Stage): Promise<void> {
  const files = page.locator(".timeline li:has(.file) > .plain");
  await files.nth(1).waitFor();
  for (const one of await files.all()) await one.click();
  await page.locator(".file .plain").nth(1).waitFor();
}

/** By the browser of somebody who has no case yet, and takes one. */
export function cases(player: Player): Record<string, Screen> {
  return {
    "no case": { title: "cs-cases", says: ["cs-cases-none"], comes: (stage) => stage.enters("cs-cases") },
    "cases of each kind, and no connection": {
      title: "cs-cases",
      says: ["cs-handed-you", "cs-owner-you", "cs-clock-left", "cs-clock-unknown", "cs-level-critical", "cs-level-urgent", "cs-level-watch", "cs-level-routine", "cs-stage-open", "cs-stage-paged", "cs-stage-taken", "cs-stage-closed", "cs-do-take", "cs-do-decline", "cs-no-connection"],
      comes: async (stage) => {
        await stage.changes(/^cases(\?|$)/, () => ({ now: Date.UTC(2026, 0, 12), cases: LINES }));
        await stage.loses("live");
        await stage.enters("cs-cases");
        await stage.sees("cs-no-connection");
      },
    },
    "a case that is open": {
      title: "code",
      says: ["cs-first", "cs-facts", "cs-owner-you", "cs-timeline", "cs-entry-answer", "cs-entry-photo", "cs-from-reporter", "cs-file-show", "cs-acts", "cs-hand", "cs-sum", "cs-unknown", "cs-duty", "cs-export", "cs-export-about", "cs-openings", "cs-write", "cs-note"],
      comes: async (stage) => {
        const { at } = stage;
        stage.code = await at.reports(9001, `${TYPED} ${LONG}`);
        await at.taps(player.who.user, "I take it");
        await at.sends(9001, "photo", PIXEL);
        await at.sends(9001, "document", Buffer.from("neither a picture nor a sound"));
        await enters(stage);
        await told(stage, "en");
      },
      again: async (stage, language) => (language === "en" ? undefined : told(stage, language)),
    },
    "files of a case": { title: "code", says: ["cs-file-stripped", "cs-file-only", "cs-file-save"], comes: shows, again: shows },
    "all that a case can ask": {
      title: "code",
      says: ["cs-promise-asked", "cs-sum-is", "cs-hand-to", "cs-entry-shut", "cs-yes", "cs-no", ...QUESTIONS.map(([, sure]) => sure)],
      comes: async (stage) => {
        await stage.changes<{ entries: SealedEntry[] }>(/\/entries\?/, ({ entries: [one, ...others] }) => ({
          entries: one === undefined ? [] : [{ ...one, sealed: "" }, ...others],
          more: false,
        }));
        await changed(stage, full);
        await stage.sees("cs-entry-shut");
        await asks(stage, "en");
      },
      again: asks,
    },
    "hardly anything is known": {
      title: "code",
      says: ["cs-owner-none", "cs-clock-unknown", "cs-promise-lapsed", "cs-duty-none", "cs-hand-nobody"],
      comes: async (stage) => {
        await changed(stage, bare);
        await unfolds(stage);
      },
      again: unfolds,
    },
    "a press that was not taken": {
      title: "code",
      says: ["cs-do-take", "cs-do-not"],
      comes: async (stage) => {
        await changed(stage, full);
        await stage.answers("cases/*/do", { code: "changed" }, 409);
        await presses(stage);
      },
      again: presses,
    },
    "words to the reporters": {
      title: "code",
      says: ["cs-write-label", "cs-write-about", "cs-send", "cs-close"],
      comes: async (stage) => {
        await enters(stage);
        await types(stage, "first");
      },
    },
    "a note that was not taken, and words that wait": {
      title: "code",
      says: ["cs-kept-waiting", "cs-kept-refused", "cs-kept-forget", "cs-again"],
      comes: async (stage) => {
        const { page } = stage;
        await stage.answers("cases/*/note", { code: "request" }, 400);
        await stage.loses("cases/*/write");
        await types(stage, "last");
        await stage.presses("cs-send");
        await stage.sees("cs-kept-refused");
        await page.locator(".reach .plain").first().click();
        await stage.presses("cs-send");
        await stage.sees("cs-kept-waiting");
      },
      again: (stage, language) => stage.sees("cs-kept-waiting", language),
    },
    "a case that is locked": {
      title: "code",
      says: ["cs-entries-locked", "cs-waiting-open"],
      comes: async (stage) => {
        await stage.page.reload();
        await stage.sees("cs-entries-locked");
      },
    },
  };
}
