import assert from "node:assert/strict";
import test from "node:test";
import { faults } from "./axe";
import { DESK, HAND, rehearse } from "./support";

for (const dark of [false, true]) {
  test(`axe finds nothing on any state of the wide page, ${dark ? "dark" : "light"}`, () =>
    rehearse({ size: DESK, dark }, async (rehearsal) => {
      const found: Record<string, string[]> = {};
      const relative = rehearsal.phone("relative");
      const lawyer = rehearsal.phone("lawyer-1");
      found["first screen"] = await faults(rehearsal.page);
      await lawyer.button("Paper: seven words").click();
      await lawyer.element.locator(".slip code").waitFor();
      found["a paper lies open"] = await faults(rehearsal.page);
      await lawyer.button("Paper: seven words").click();
      await rehearsal.report();
      found["a page has come"] = await faults(rehearsal.page);
      await lawyer.chooses("Lock this phone");
      found["locked"] = await faults(rehearsal.page);
      await lawyer.tap("Unlock");
      await lawyer.button("Menu of this phone").click();
      found["a menu is open"] = await faults(rehearsal.page);
      await rehearsal.page.keyboard.press("Escape");
      await lawyer.tap("I take it");
      await relative.sees("A lawyer on duty has it since");
      await rehearsal.strip.getByText("Not known yet").click();
      await rehearsal.press("Start afresh");
      found["the strip is full"] = await faults(rehearsal.page);
      await rehearsal.press("Seize the server");
      await rehearsal.page.getByText("The paper in the safe").click();
      const paper = rehearsal.page.locator(".sheet code").first();
      await rehearsal.page.getByLabel("Paste an identity").fill((await paper.textContent()) ?? "");
      await rehearsal.press("Open");
      await rehearsal.page.getByText("It opens.").waitFor();
      found["seized and opened"] = await faults(rehearsal.page);
      await rehearsal.page.keyboard.press("Escape");
      await relative.chooses("Block the bot");
      await relative.button("Unblock").waitFor();
      found["blocked"] = await faults(rehearsal.page);
      assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    }));

  test(`axe finds nothing on any state of the narrow page, ${dark ? "dark" : "light"}`, () =>
    rehearse({ size: HAND, dark }, async (rehearsal) => {
      const found: Record<string, string[]> = {};
      const relative = rehearsal.phone("relative");
      found["first screen"] = await faults(rehearsal.page);
      await relative.tap("START");
      await relative.tap("Kazakhstan");
      await relative.sees("Where is the person now?");
      found["mid-interview"] = await faults(rehearsal.page);
      await rehearsal.page.getByRole("tab", { name: "Behind" }).click();
      await rehearsal.strip.locator("[data-case]").waitFor();
      found["the strip"] = await faults(rehearsal.page);
      await rehearsal.press("Seize the server");
      await rehearsal.page.getByRole("dialog").waitFor();
      found["seized"] = await faults(rehearsal.page);
      assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    }));
}
