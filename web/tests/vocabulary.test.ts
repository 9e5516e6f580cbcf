import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import type { Entry } from "../console/case-open";
import { CODES, type Line, linesOf, type Vocabulary } from "../console/vocabulary";
import { desk } from "./desk";
import { comesIn, heading, joins } from "./member";
import { PROGRAM } from "./support";

function lines(body: Entry["body"], words: Vocabulary): Line[] {
  return linesOf({ seq: 1, at: 0, kind: "answer", by: null, body }, words, (ms) => new Date(ms).toISOString());
}

/** The vocabulary in a language, as any host has it. */
async function published(language: string): Promise<Vocabulary> {
  const folder = await mkdtemp(join(tmpdir(), "habeas-vocabulary-"));
  try {
    await promisify(execFile)(PROGRAM, ["console-files", "--out", join(folder, "console")]);
    return JSON.parse(await readFile(join(folder, "console", "vocabulary", language), "utf8")) as Vocabulary;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("every option of every question is said in its own words, and a code without words as itself", async () => {
  const words = await published("en");
  let looked = 0;
  for (const { name, fact, typed, label, options } of words.questions) {
    for (const { code, also, says } of options) {
      if (code === null) continue;
      const state = typed ? words.states[code] : undefined;
      const one = lines({ question: name, set: { [fact]: code, ...also } }, words);
      assert.deepEqual(one, [{ label, said: state ?? says }], `${name} ${code}`);
      assert.equal(lines({ question: name, set: { [fact]: [code] } }, words)[0]?.label, label);
      looked += 1;
    }
  }
  assert.ok(looked > 100, `${looked} options`);
  const several = lines({ question: "citizenships", set: { citizenships: ["RU", "stateless", "x9"] } }, words);
  assert.deepEqual(several, [{ label: "Which passports does the person have?", said: "Russia; No citizenship; x9" }]);
  assert.deepEqual(lines({ question: "none", set: { where_now: "court", odd: "x", constructor: "y" } }, words), [
    { label: "Where is the person now?", said: "In court" },
    { label: "odd", said: "x" },
    { label: "constructor", said: "y" },
  ]);
  assert.deepEqual(lines({ question: "where_now", set: { where_now: "court" } }, CODES), [{ label: "where_now", said: "court" }]);
});

test("times, news and what a lawyer asked for are said in words", async () => {
  const words = await published("en");
  const at = "2026-02-02T05:00:00Z";
  assert.deepEqual(lines({ time: "flight_at", at }, words), [{ label: "When is the flight or the trip?", said: "2026-02-02T05:00:00.000Z" }]);
  assert.deepEqual(lines({ time: "flight_at", at: null }, words), [{ label: "When is the flight or the trip?", said: "I don't know" }]);
  assert.deepEqual(lines({ news: "in-court" }, words), [{ label: "", said: "In court" }]);
  assert.deepEqual(lines({ news: "constructor" }, words), [{ label: "", said: "constructor" }]);
  assert.deepEqual(lines({ question: "where_now", choice: "released" }, words), [
    { label: "Where is the person now?", said: "Released, I know it for sure" },
  ]);
  assert.deepEqual(lines({ what: "mandate", text: "yes" }, words), [
    { label: "Do you ask the person on duty to act in their name?", said: "Yes, I ask them to act" },
  ]);
  assert.deepEqual(lines({ question: "host_state", text: "Atlantis" }, words), [
    { label: "In which country is this happening?", said: "Atlantis" },
  ]);
  assert.deepEqual(lines({ text: "words", answer: true }, words), [{ label: "", said: "words" }]);
});

test("in a case each answer stands in the reader's words", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, "the blue house");
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await heading(page, code);
    const entry = page.locator(".timeline li").filter({ hasText: "Where is the person now?" });
    await entry.filter({ hasText: "In court" }).waitFor();
    assert.doesNotMatch((await page.locator(".timeline").textContent()) ?? "", /where_now|risk_profile|conflict_dual/);
    await page.locator("#language").selectOption("ru");
    await page.locator(".timeline li").filter({ hasText: "Где сейчас человек?" }).filter({ hasText: "В суде" }).waitFor();
  }));

test("a time that was told says how far the reader's clock is from that of others", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { context, page } = ada.seat;
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setTimezoneOverride", { timezoneId: "Asia/Tashkent" });
    await at.says(9001, "/start");
    await at.taps(9001, "Kazakhstan");
    await at.sees(9001, "Where is the person now?");
    const taps = ["I don't know", "Yes: there is a ticket or flight", "Within 3 hours", "Russia", "Journalist or blogger"];
    for (const label of taps) await at.taps(9001, label);
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    const entry = page.locator(".timeline li").filter({ hasText: "When is the flight or the trip?" });
    await entry.locator(".said").filter({ hasText: /GMT\+5$/ }).waitFor();
  }));
