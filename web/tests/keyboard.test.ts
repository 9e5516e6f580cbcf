import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { type Desk, desk } from "./desk";
import { heading, joins, type Member } from "./member";
import { HAND } from "./support";

const ASKED = "Which entrance is it?";
const NOTE = "the clerk at the desk is called Rook";

/** What has the focus. */
interface Stop {
  readonly name: string;
  /** Somebody sees that it has it: it is outlined, and nothing stands before it. */
  readonly seen: boolean;
}

async function focused(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const e = document.activeElement as HTMLElement;
    const labels = "labels" in e ? [...(e as HTMLInputElement).labels ?? []] : [];
    const name = e.getAttribute("aria-label") ?? labels[0]?.textContent ?? e.textContent ?? "";
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    const { left, top, width, height } = e.getBoundingClientRect();
    const before = document.elementFromPoint(left + width / 2, top + height / 2);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return { name: e === document.body ? "" : name, seen: outlined && before !== null && e.contains(before) };
  });
}

/** Goes on until what is focused has this name; each stop on the way is seen. Gives back the stops. */
async function goes(page: Page, to: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<string[]> {
  const names: string[] = [];
  while (names.length < 60) {
    await page.keyboard.press(key);
    const { name, seen } = await focused(page);
    // Past the end of the page lies the browser itself.
    if (name === "") continue;
    assert.ok(seen, `the focus is seen on “${name}”`);
    names.push(name);
    if (name === to) return names;
  }
  assert.fail(`the keyboard does not reach “${to}”: ${names.join(", ")}`);
}

/** Waits until this has the focus. */
async function has(page: Page, name: string): Promise<void> {
  const named = (wanted: string): boolean => {
    const e = document.activeElement as HTMLInputElement | null;
    return [e?.getAttribute("aria-label"), e?.labels?.[0]?.textContent, e?.textContent].includes(wanted);
  };
  const told = async (): Promise<never> => assert.fail(`“${(await focused(page)).name}” has the focus, and not “${name}”`);
  await page.waitForFunction(named, name).catch(told);
}

async function presses(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await goes(page, name, key);
  await page.keyboard.press("Enter");
}

/** A lawyer who took the one case that there is. */
async function takes(at: Desk): Promise<{ ada: Member; code: string }> {
  const ada = await joins(at, "lawyer", "Ada");
  const code = await at.reports(9001, "the blue house by the mill");
  await at.taps(ada.who.user, "I take it");
  await ada.seat.page.setViewportSize(HAND);
  return { ada, code };
}

test("from the link into the one case, to a note, words to the reporters and the lock, by the keyboard alone", () =>
  desk(async (at) => {
    const { ada, code } = await takes(at);
    const { page } = ada.seat;
    await page.goto(await at.link(ada.who));
    await has(page, "Your seven words");
    assert.ok((await focused(page)).seen, "the focus is seen where one types");
    await page.keyboard.type("another");
    await page.keyboard.press("Enter");
    await page.getByText("These are not your seven words.").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type(ada.words.join(" "));
    assert.deepEqual(await goes(page, "Open"), ["Open"]);
    await page.keyboard.press("Enter");
    await heading(page, code);
    await has(page, code);
    await page.locator(".timeline .said").first().waitFor();

    const folded = ["Duty numbers", "Why this level", "What is not known", "What you did", "Hand over", "Who opened this case"];
    assert.deepEqual(await goes(page, "Note"), [...folded, "Print", "Save as a folder", "Write", "Note"]);
    assert.deepEqual(await goes(page, "Lock now"), ["Language of this page", "Cases", "You", "Your locked copies", "Members", "Lock now"]);

    await presses(page, "Note", "Shift+Tab");
    await has(page, "Note in this case");
    await page.keyboard.type(NOTE);
    assert.deepEqual(await goes(page, "Send"), ["Send"]);
    await page.keyboard.press("Enter");
    await page.locator(".timeline li").filter({ hasText: NOTE }).waitFor();
    await has(page, "Note");
    await presses(page, "Write", "Shift+Tab");
    await has(page, "To the reporters");
    await page.keyboard.type(ASKED);
    await presses(page, "Close");
    await has(page, "Write");
    await page.keyboard.press("Enter");
    await presses(page, "Send");
    await at.sees(9001, ASKED);
    await has(page, "Write");

    await presses(page, "What you did", "Shift+Tab");
    await presses(page, "On my way");
    await page.locator(".thumb > .status:not(:empty)").waitFor();
    await has(page, "On my way");
    await presses(page, "Looks false");
    await has(page, "No");
    assert.deepEqual(await goes(page, "Yes", "Shift+Tab"), ["Yes"]);
    await presses(page, "No");
    await has(page, "Looks false");

    await goes(page, "Language of this page");
    await page.keyboard.press("ArrowDown");
    await page.locator('html[lang="ru"]').waitFor();
    await has(page, "Язык этой страницы");
    await page.keyboard.press("ArrowUp");
    await page.locator('html[lang="en"]').waitFor();
    await has(page, "Language of this page");
    await presses(page, "Members");
    await has(page, "Members");
    await heading(page, "Members");
    await presses(page, "Show the eight words: Ada");
    await page.locator(".people .words").waitFor();
    await presses(page, "Cases");
    await heading(page, "Cases");
    await has(page, "Cases");
    await presses(page, code);
    await heading(page, code);
    await presses(page, "Lock now");
    await heading(page, "Locked");
    await has(page, "Locked");
  }));
