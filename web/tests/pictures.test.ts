import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import test from "node:test";
import type { Page } from "playwright-core";
import { unlocks } from "./member";
import { enterWords, follows, paper } from "./paper";
import { DESK, HAND, rehearse, type Rehearsal } from "./support";

const WANTED = process.env["HABEAS_PICTURES"] === "1";
const FOLDER = resolve("../docs/pictures");

/** A picture, once nothing is on its way over the phones any more. */
async function picture(rehearsal: Rehearsal, name: string): Promise<void> {
  for (const passing of await rehearsal.page.locator(".banner, .toast, [aria-busy]").all()) {
    await passing.waitFor({ state: "hidden" });
  }
  await rehearsal.page.screenshot({ path: resolve(FOLDER, name), animations: "disabled", caret: "hide" });
}

/** Both sizes of what a tab of the console shows. */
async function pictures(tab: Page, name: string): Promise<void> {
  for (const size of [HAND, DESK]) {
    await tab.setViewportSize(size);
    await tab.screenshot({ path: resolve(FOLDER, `console-${name}-${size.width}.png`), animations: "disabled", caret: "hide" });
  }
}

test("the pictures of the console", { skip: !WANTED }, async () => {
  await mkdir(FOLDER, { recursive: true });
  await rehearse({}, async (rehearsal) => {
    const lawyer = rehearsal.phone("lawyer-1");
    await rehearsal.press("New keys: Lawyer");
    const makes = await follows(rehearsal, lawyer, "Make my keys");
    await makes.getByRole("button", { name: "Make my keys" }).click();
    await makes.locator(".words li").first().waitFor();
    await pictures(makes, "words");
    const words = await paper(lawyer);
    await lawyer.says("/console");
    const inside = await follows(rehearsal, lawyer, "Open the console");
    await inside.getByLabel("Your seven words").waitFor();
    await pictures(inside, "sign-in");
    await enterWords(inside, words);
    await pictures(inside, "in");
  });
});

test("the pictures of a case in the console", { skip: !WANTED }, async () => {
  await mkdir(FOLDER, { recursive: true });
  await rehearse({}, async (rehearsal) => {
    const lawyer = rehearsal.phone("lawyer-1");
    await rehearsal.report();
    await lawyer.tap("I take it");
    const words = await paper(lawyer);
    await lawyer.says("/console");
    const inside = await follows(rehearsal, lawyer, "Open the console");
    await unlocks(inside, words);
    await inside.locator(".timeline .said, .timeline li").first().waitFor();
    await pictures(inside, "case");
  });
});

test("the pictures of the README", { skip: !WANTED }, async () => {
  await mkdir(FOLDER, { recursive: true });
  await rehearse({ size: DESK }, async (rehearsal) => {
    await rehearsal.report();
    await picture(rehearsal, "page-1440.png");
    await rehearsal.phone("lawyer-1").tap("I take it");
    await rehearsal.phone("relative").sees("A lawyer on duty has it since");
    await picture(rehearsal, "taken-1440.png");
    await rehearsal.press("Seize the server");
    await rehearsal.page.getByText("The paper in the safe").click();
    const [recovery = ""] = await rehearsal.page.locator(".sheet code").allTextContents();
    await rehearsal.page.getByLabel("Paste an identity").fill(recovery);
    await rehearsal.press("Open");
    await rehearsal.page.getByText("It opens.").waitFor();
    await picture(rehearsal, "seized-1440.png");
  });
  await rehearse({ size: HAND }, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.sees("In which country is this happening?");
    await picture(rehearsal, "relative-390.png");
    await rehearsal.page.getByRole("tab", { name: "Behind" }).click();
    await picture(rehearsal, "behind-390.png");
  });
});
