import assert from "node:assert/strict";
import test from "node:test";
import axe from "axe-core";
import { DESK, HAND, rehearse, type Rehearsal } from "./support";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Found {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** What is wrong in what is shown at this moment, a line each. */
async function faults(rehearsal: Rehearsal): Promise<string[]> {
  const devtools = await rehearsal.page.context().newCDPSession(rehearsal.page);
  // What is still moving has no colour of its own yet.
  const settled = "Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations !== Infinity).map(a => a.finished.catch(() => {})))";
  // Nor has what begins to move while it is looked at.
  await rehearsal.page.emulateMedia({ reducedMotion: "reduce" });
  await devtools.send("Runtime.evaluate", { expression: settled, awaitPromise: true });
  await devtools.send("Runtime.evaluate", { expression: axe.source });
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ["violations"] });
  const expression = `axe.run(document, ${options}).then(found => JSON.stringify(found.violations))`;
  const { result } = await devtools.send("Runtime.evaluate", { expression, awaitPromise: true });
  await devtools.detach();
  const found = JSON.parse(String(result.value)) as Found[];
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${JSON.stringify(node.target)} ${node.failureSummary ?? ""}`));
}

for (const dark of [false, true]) {
  test(`axe finds nothing on any state of the wide page, ${dark ? "dark" : "light"}`, () =>
    rehearse({ size: DESK, dark }, async (rehearsal) => {
      const found: Record<string, string[]> = {};
      const relative = rehearsal.phone("relative");
      const lawyer = rehearsal.phone("lawyer-1");
      found["first screen"] = await faults(rehearsal);
      await rehearsal.report();
      found["a page has come"] = await faults(rehearsal);
      await lawyer.chooses("Lock this phone");
      found["locked"] = await faults(rehearsal);
      await lawyer.tap("Unlock");
      await lawyer.button("Menu of this phone").click();
      found["a menu is open"] = await faults(rehearsal);
      await rehearsal.page.keyboard.press("Escape");
      await lawyer.tap("I take it");
      await relative.sees("A lawyer on duty has it since");
      await rehearsal.strip.getByText("Not known yet").click();
      await rehearsal.press("Start afresh");
      found["the strip is full"] = await faults(rehearsal);
      await rehearsal.press("Seize the server");
      await rehearsal.page.getByText("The paper in the safe").click();
      const paper = rehearsal.page.locator(".sheet code").first();
      await rehearsal.page.getByLabel("Paste an identity").fill((await paper.textContent()) ?? "");
      await rehearsal.press("Open");
      await rehearsal.page.getByText("It opens.").waitFor();
      found["seized and opened"] = await faults(rehearsal);
      await rehearsal.page.keyboard.press("Escape");
      await relative.chooses("Block the bot");
      await relative.button("Unblock").waitFor();
      found["blocked"] = await faults(rehearsal);
      assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    }));

  test(`axe finds nothing on any state of the narrow page, ${dark ? "dark" : "light"}`, () =>
    rehearse({ size: HAND, dark }, async (rehearsal) => {
      const found: Record<string, string[]> = {};
      const relative = rehearsal.phone("relative");
      found["first screen"] = await faults(rehearsal);
      await relative.tap("START");
      await relative.tap("Kazakhstan");
      await relative.sees("Where is the person now?");
      found["mid-interview"] = await faults(rehearsal);
      await rehearsal.page.getByRole("tab", { name: "Behind" }).click();
      await rehearsal.strip.locator("[data-case]").waitFor();
      found["the strip"] = await faults(rehearsal);
      await rehearsal.press("Seize the server");
      await rehearsal.page.getByRole("dialog").waitFor();
      found["seized"] = await faults(rehearsal);
      assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    }));
}
