import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { desk } from "./desk";
import { comesIn, heading, joins } from "./member";

const DAY_MS = 24 * 3600 * 1000;
const TYPED = "Which entrance is it?";
const REFUSED = "Is there a second gate?";

/** How much this browser keeps. */
function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const base = await asked(indexedDB.open("habeas-kept"));
    const count = await asked(base.transaction("kept").objectStore("kept").count());
    base.close();
    return count;
  });
}

test("a draft and what was refused are kept seven days after their last change, and no longer", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    // Before the page sets a timer: one that was set earlier nobody could clear any more.
    await page.clock.install();
    const code = await at.reports(9001, "the blue house by the mill");
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await heading(page, code);
    const types = async (text: string): Promise<void> => {
      await page.getByRole("button", { name: "Write", exact: true }).click();
      await page.locator("#composer").fill(text);
      await page.locator('#composer[data-kept="true"]').waitFor();
    };
    await types(REFUSED);
    await page.route("**/write", (route) => route.fulfill({ status: 400, json: { code: "request" } }));
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".unsent").filter({ hasText: "not sent. Try again, or copy it within seven days" }).waitFor();
    at.forgives(/400 \(Bad Request\)/);
    await types(TYPED);
    const start = Date.now();
    await page.clock.setSystemTime(start + 7 * DAY_MS - 60_000);
    await comesIn(at, ada);
    await page.locator(".unsent").filter({ hasText: REFUSED }).waitFor();
    assert.equal(await page.locator("#composer").inputValue(), TYPED);
    assert.equal(await kept(page), 2);
    await page.clock.setSystemTime(start + 7 * DAY_MS + 60_000);
    await comesIn(at, ada);
    await heading(page, code);
    await page.getByRole("button", { name: "Write", exact: true }).waitFor();
    await page.waitForFunction(async () => {
      const open = indexedDB.open("habeas-kept");
      const base = await new Promise<IDBDatabase>((done) => (open.onsuccess = () => done(open.result)));
      const request = base.transaction("kept").objectStore("kept").count();
      const count = await new Promise<number>((done) => (request.onsuccess = () => done(request.result)));
      base.close();
      return count === 0;
    });
    assert.equal(await page.locator("#composer, .unsent").count(), 0);
  }));
