import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import decode from "qr/decode.js";
import { cleanAndNarrow } from "./axe";
import { desk } from "./desk";
import { heading } from "./member";

/** A module is so many pixels wide for whoever reads the square. */
const SCALE = 4;

/** What a camera reads in the square of the page. */
async function readSquare(page: Page): Promise<string> {
  const [box = "", path = ""] = await page.locator(".qr").evaluate((of) => [of.getAttribute("viewBox"), of.firstElementChild?.getAttribute("d")] as [string, string]);
  const size = Number(box.split(" ")[2]) * SCALE;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < SCALE * SCALE; at += 1) {
      const [column, line] = [Number(x) * SCALE + (at % SCALE), Number(y) * SCALE + Math.floor(at / SCALE)];
      data.fill(0, (line * size + column) * 4, (line * size + column) * 4 + 3);
    }
  }
  return decode({ width: size, height: size, data });
}

test("the square holds the seven words, dark on white in every light, and only both are printed", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    const { page } = await at.opens();
    await page.goto(await at.link(who));
    await page.getByRole("button", { name: "Make my keys" }).click();
    await heading(page, "Your seven words");
    const words = await page.locator(".words li").allTextContents();
    assert.equal(await readSquare(page), words.join(" "));
    const square = page.getByRole("img", { name: "The seven words as a QR code" });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const colours = await square.evaluate((of) => [getComputedStyle(of).backgroundColor, getComputedStyle(of).fill]);
      assert.deepEqual(colours, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], colorScheme);
      await cleanAndNarrow(page);
    }
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() =>
      [...document.querySelectorAll("#top, #screen > *, #screen button")].filter((of) => of.checkVisibility()).map((of) => of.className),
    );
    assert.deepEqual(seen, ["paper"]);
    for (const part of [".paper .words li", ".paper svg"]) assert.ok(await page.locator(part).first().isVisible(), part);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => Object.assign(window, { print: () => (document.body.dataset["printed"] = "yes") }));
    await page.getByRole("button", { name: "Print them" }).click();
    assert.equal(await page.locator("body").getAttribute("data-printed"), "yes");
  }));
