import assert from "node:assert/strict";
import test from "node:test";
import type { Page, Request } from "playwright-core";
import { desk } from "./desk";
import { comesIn, heading, joins } from "./member";

/** More than a browser has connections to one host over HTTP/1.1. */
const TABS = 8;

/** Playwright shows every tab as one that is looked at; this tells the page what a browser would. */
async function turns(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

function isStream(request: Request): boolean {
  return request.url().endsWith("/api/live");
}

test("of many open tabs the one that is looked at hears, and one that is looked at again hears what it missed", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page, context } = ada.seat;
    const code = await at.reports(9001, "the blue house");
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await heading(page, code);
    const tabs = [page];
    while (tabs.length < TABS) {
      await turns(tabs.at(-1) ?? page, "hidden");
      const tab = await context.newPage();
      await tab.goto(at.origin);
      await heading(tab, code);
      tabs.push(tab);
    }
    const last = tabs.at(-1) ?? page;
    const acts = (tab: Page): ReturnType<Page["locator"]> => tab.locator(".timeline li").filter({ hasText: "on the way" });
    await at.taps(ada.who.user, "On my way");
    await acts(last).waitFor();
    assert.equal(await acts(page).count(), 0, "it has no stream, and asks for nothing of the case");
    await turns(last, "hidden");
    const stream = page.waitForRequest(isStream);
    await turns(page, "visible");
    await stream;
    await acts(page).waitFor();
  }));
