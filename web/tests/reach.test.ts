import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { HAND, rehearse } from "./support";

/** Goes on with Tab until what is focused has this text. */
async function tabTo(page: Page, text: string, key = "Tab"): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    const focused = page.locator(":focus");
    if ((await focused.count()) > 0 && (await focused.textContent())?.trim() === text) return;
  }
  assert.fail(`the keyboard does not reach “${text}”`);
}

test("from START to SOS by the keyboard alone", () =>
  rehearse({}, async (rehearsal) => {
    const { page } = rehearsal;
    const relative = rehearsal.phone("relative");
    await tabTo(page, "START");
    await page.keyboard.press("Enter");
    await relative.sees("In which country is this happening?");
    assert.equal(await page.locator(":focus").getAttribute("placeholder"), "Message");
    await tabTo(page, "SOS: help at once", "Shift+Tab");
    await page.keyboard.press("Enter");
    await relative.sees("Two taps, then I call a lawyer.");
  }));

test("a menu is left by Escape, and the focus returns to its button", () =>
  rehearse({}, async ({ page }) => {
    const opener = page.getByRole("button", { name: "Menu of this phone" }).first();
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    assert.equal((await page.locator(":focus").textContent())?.trim(), "Русский");
    await page.keyboard.press("Escape");
    assert.equal(await opener.getAttribute("aria-expanded"), "false");
    assert.equal(await page.locator(":focus").getAttribute("aria-label"), "Menu of this phone");
  }));

test("on a narrow screen one phone is shown at a time, and the arrows go from tab to tab", () =>
  rehearse({ size: HAND }, async (rehearsal) => {
    const { page } = rehearsal;
    const shown = async (): Promise<(string | null)[]> => {
      const all = await page.locator("[data-who]:visible, .strip:visible").all();
      return Promise.all(all.map((one) => one.getAttribute("data-who")));
    };
    assert.deepEqual(await shown(), ["relative"]);
    await page.getByRole("tab", { name: "Relative" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(), ["lawyer-1"]);
    await page.keyboard.press("End");
    assert.deepEqual(await shown(), [null]);
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(), ["relative"]);
  }));

test("nothing scrolls sideways, however narrow, and at 200 % zoom", () =>
  rehearse({ size: HAND }, async (rehearsal) => {
    const { page } = rehearsal;
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.sees("Where is the person now?");
    const tabs = await page.getByRole("tab").all();
    const sizes = [[320, 640], [390, 844], [720, 450], [899, 700], [900, 700], [1100, 800], [1440, 900]];
    for (const [width = 0, height = 0] of sizes) {
      await page.setViewportSize({ width, height });
      await page.getByRole("tablist").waitFor({ state: width < 900 ? "visible" : "hidden" });
      for (const tab of tabs) {
        if (width < 900) await tab.click();
        const inside = "#page *:not(.unseen):not(.log *)";
        const widest = await page.evaluate((query) => {
          const edges = [...document.querySelectorAll(query)].map((e) => e.getBoundingClientRect().right);
          return Math.max(document.documentElement.scrollWidth, ...edges);
        }, inside);
        assert.ok(widest <= width + 1, `${widest} px at ${width} px`);
      }
    }
  }));
