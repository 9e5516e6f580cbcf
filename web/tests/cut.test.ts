import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { desk } from "./desk";
import { comesIn, heading, joins } from "./member";

const AWAY = "The server does not answer.";

/** The line breaks in the middle of these answers. */
async function cuts(page: Page, path: RegExp): Promise<void> {
  await page.route(path, (route) => route.fulfill({ status: 200, contentType: "application/json", body: '{"root":"' }));
}

test("an answer that breaks off is no answer: nobody is put out by it, warned of anybody, or shown half of it", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, "the blue house by the mill");
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await heading(page, code);
    const entry = (text: string): ReturnType<Page["locator"]> => page.locator(".timeline li").filter({ hasText: text });
    await entry("the blue house by the mill").waitFor();

    const one = new RegExp(`/api/cases/${code}\\?`);
    await cuts(page, one);
    await at.says(9001, "the grey gate");
    await page.getByText("No connection").waitFor();
    await page.getByText("CRITICAL · somebody has it").waitFor();
    assert.doesNotMatch(await page.locator("#screen").innerText(), /undefined/);
    await page.unroute(one);
    await at.says(9001, "the second floor");
    await entry("the second floor").waitFor();

    for (const path of [/\/api\/chain$/, /\/api\/me$/]) {
      await cuts(page, path);
      await page.getByRole("button", { name: "Cases", exact: true }).click();
      await heading(page, AWAY);
      await page.unroute(path);
      await page.getByRole("button", { name: "Try again" }).click();
      await heading(page, "Cases");
      await page.getByRole("button", { name: code }).click();
      // The keys are open still.
      await entry("the second floor").waitFor();
    }
  }));

test("a console whose words do not come at first is there as soon as they do", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    let lost = 0;
    await page.route("**/words/en", async (route) => {
      lost += 1;
      await (lost < 3 ? route.abort("connectionreset") : route.continue());
    });
    await comesIn(at, ada);
    await heading(page, "Cases");
    assert.equal(lost, 3);
    at.forgives(/ERR_CONNECTION_RESET/);
  }));
