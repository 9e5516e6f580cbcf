import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { type Desk, desk } from "./desk";
import { PIXEL } from "./files";
import { comesIn, heading, joins } from "./member";

const AWAY = "The server does not answer.";

/** The line is gone for the parts that a page asks for later, until it is back. What was lost stays lost, as in
 * browsers that keep it; this Chromium asks again. */
class Line {
  /** The addresses that did not come. */
  readonly lost: string[] = [];
  private isCut = true;

  static async cut(at: Desk, page: Page): Promise<Line> {
    const first = await (await fetch(at.origin)).text();
    const isLater = ({ pathname }: URL): boolean => /^\/console-\w+\.js$/.test(pathname) && !first.includes(pathname);
    const line = new Line();
    await page.route(isLater, async (route) => {
      const url = route.request().url();
      if (line.isCut) line.lost.push(url);
      await (line.lost.includes(url) ? route.abort("connectionreset") : route.continue());
    });
    return line;
  }

  back(): void {
    this.isCut = false;
  }
}

test("a room whose part did not come opens with the next press", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await comesIn(at, ada);
    await heading(page, "Cases");
    const line = await Line.cut(at, page);
    await page.getByRole("button", { name: "You", exact: true }).click();
    await heading(page, AWAY);
    const again = page.getByRole("button", { name: "Try again" });
    const asked = page.waitForEvent("requestfailed");
    await again.click();
    await asked;
    await heading(page, AWAY);
    assert.equal(new Set(line.lost).size, 2, line.lost.join(" "));
    line.back();
    await again.click();
    await heading(page, "You are signed in");
    await page.getByRole("button", { name: "Cases", exact: true }).click();
    await heading(page, "Cases");
    await page.getByRole("button", { name: "You", exact: true }).click();
    await heading(page, "You are signed in");
    at.forgives(/ERR_CONNECTION_RESET/);
  }));

test("a link for new keys is not lost with the part that makes them", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    const { page } = await at.opens();
    const line = await Line.cut(at, page);
    await page.goto(await at.run("member", "enrol", who.id));
    await heading(page, AWAY);
    assert.equal(line.lost.length, 1);
    line.back();
    await page.getByRole("button", { name: "Try again" }).click();
    await heading(page, "Make your keys");
    at.forgives(/ERR_CONNECTION_RESET/);
  }));

test("what shows a file and what packs a case come with the next press, and the case stays open", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, "the blue house");
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await heading(page, code);
    await page.getByText("the blue house").first().waitFor();
    const line = await Line.cut(at, page);
    // It is asked for before anybody presses.
    const ahead = page.waitForEvent("requestfailed");
    await at.sends(9001, "photo", PIXEL);
    await ahead;
    const show = page.getByRole("button", { name: /^Show: photo / });
    await show.click();
    await page.locator(".timeline").getByText(AWAY).waitFor();
    const save = page.getByRole("button", { name: "Save as a folder" });
    await save.click();
    await page.locator("[role=status]").getByText(AWAY).waitFor();
    assert.ok(line.lost.length >= 3, line.lost.join(" "));
    line.back();
    await show.click();
    await page.frameLocator("iframe").locator("img").waitFor({ state: "attached" });
    const saving = page.waitForEvent("download");
    await save.click();
    assert.equal((await saving).suggestedFilename(), `${code}.zip`);
    at.forgives(/ERR_CONNECTION_RESET/);
  }));
