import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { cleanAndNarrow } from "./axe";
import { desk } from "./desk";
import { heading, isIn, joins, signsIn, unlocks } from "./member";

const CODE = "284617";

async function types(page: Page, first: string, second: string): Promise<void> {
  await page.getByLabel("Six digits", { exact: true }).fill(first);
  await page.getByLabel("The same six digits again").fill(second);
  await page.getByRole("button", { name: "Set the code" }).click();
}

async function tries(page: Page, code: string): Promise<void> {
  await page.getByLabel("Your six-digit code").fill(code);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

/** Sets a code right after words have opened the keys. */
async function sets(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Use a six-digit code until / }).click();
  await heading(page, "A six-digit code");
  await cleanAndNarrow(page);
  await types(page, CODE, CODE);
  await heading(page, "You are signed in");
}

test("words once, then six digits in this browser: after a reload and after the lock, until they are forgotten", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await signsIn(at, ada);
    await page.getByRole("button", { name: /^Use a six-digit code until / }).click();
    for (const [first, second, told] of [
      ["1234", "1234", "The code has six digits."],
      ["111111", "111111", "That is easy to guess."],
      ["345678", "345678", "That is easy to guess."],
      [CODE, "284618", "The two are not the same."],
    ] as const) {
      await types(page, first, second);
      await page.getByText(told).waitFor();
    }
    await page.getByRole("button", { name: "Go on without a code" }).click();
    await sets(page);
    assert.equal(await page.getByRole("button", { name: /^Use a six-digit code until / }).count(), 0);

    await page.reload();
    await page.getByRole("button", { name: "Your locked copies" }).click();
    await page.getByText(/^The code works in this browser until \d/).waitFor();
    await cleanAndNarrow(page);
    await page.getByRole("button", { name: "Make new words" }).click();
    await heading(page, "Open your keys");
    await cleanAndNarrow(page);
    await tries(page, "284618");
    await page.getByText("This is another code. Tries left: 4").waitFor();
    await tries(page, CODE);
    await heading(page, "Your seven words");
    await page.getByRole("button", { name: "Lock now", exact: true }).click();
    await heading(page, "Locked");

    await page.goto(await at.link(ada.who));
    await page.getByRole("button", { name: "Use my seven words" }).click();
    await page.getByLabel("Your seven words").waitFor();
    await page.goto("about:blank");
    await page.goto(await at.link(ada.who));
    await page.getByLabel("Your six-digit code").waitFor();
    await page.keyboard.type(CODE);
    await page.keyboard.press("Enter");
    await isIn(page);
    const tab = await ada.seat.context.newPage();
    await tab.goto(at.origin);
    await isIn(tab);

    await page.getByRole("button", { name: "Your locked copies" }).click();
    await page.getByRole("button", { name: "Lock now and forget the code" }).click();
    await heading(page, "Locked");
    await heading(tab, "Locked");
    await page.goto(await at.link(ada.who));
    await unlocks(page, ada.words);
    await isIn(page);
    at.forgives(/403 \(Forbidden\)/);
  }));

test("after five wrong codes, and where the browser forgot, words come in", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await signsIn(at, ada);
    await sets(page);
    await page.getByRole("button", { name: "Lock now", exact: true }).click();
    await heading(page, "Locked");
    await page.goto(await at.link(ada.who));
    for (const left of [4, 3]) {
      await tries(page, "284618");
      await page.getByText(`Tries left: ${left}`).waitFor();
    }
    await page.goto("about:blank");
    await page.goto(await at.link(ada.who));
    for (const left of [2, 1]) {
      await tries(page, "284618");
      await page.getByText(`Tries left: ${left}`).waitFor();
    }
    await tries(page, "284618");
    await page.getByText("The code works no more. Use your seven words.").waitFor();
    await cleanAndNarrow(page);
    await unlocks(page, ada.words);
    await isIn(page);
    at.forgives(/403 \(Forbidden\)/);

    await sets(page);
    await page.evaluate(async () => {
      const gone = indexedDB.deleteDatabase("habeas");
      await new Promise((done) => (gone.onsuccess = done));
    });
    await page.goto(await at.link(ada.who));
    await unlocks(page, ada.words);
    await isIn(page);
  }));

test("when the session is over the page says so by itself, and has no keys any more", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await page.clock.install();
    await signsIn(at, ada);
    await page.clock.fastForward("14:30");
    await heading(page, "You are signed in");
    let asked = 0;
    // What waits to be passed on is looked for in the background, which keeps nobody signed in.
    page.on("request", (request) => (asked += request.url().includes("/api/reseal?") ? 0 : 1));
    await page.clock.fastForward("01:00");
    await heading(page, "You are not signed in");
    assert.equal(await page.getByRole("button", { name: "Lock now" }).count(), 0);
    assert.equal(asked, 0, "nothing was asked that would keep the session alive");
  }));
