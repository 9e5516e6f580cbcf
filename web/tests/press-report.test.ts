import assert from "node:assert/strict";
import test from "node:test";
import { rehearse } from "./support";

test("whoever knows only the labels has the page acknowledged in at most twelve taps", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    const lawyer = rehearsal.phone("lawyer-1");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.tap("In court");
    await relative.tap("Yes: officers said so");
    await relative.tap("Russia");
    await relative.tap("Passports of both countries at war");
    await relative.sees("I am calling a lawyer now.");
    await lawyer.tap("I take it");
    await relative.sees("A lawyer on duty has it since");
    await lawyer.element.getByRole("status").getByText("You have it.").waitFor();
    assert.ok(relative.taps + lawyer.taps <= 12, `${relative.taps + lawyer.taps} taps`);

    const card = rehearsal.strip.locator("[data-case]");
    await card.getByText("lawyer-1", { exact: true }).waitFor();
    assert.equal(await card.getAttribute("data-level"), "critical");
    assert.ok((await card.locator("rect.range").count()) >= 5, "a bar for every answer");
    assert.match((await card.getByRole("img").getAttribute("aria-label")) ?? "", /1: \d+–\d+; 2: /);
    await card.getByText("Removal sign together with danger").waitFor();
    await card.locator("[data-until]").first().waitFor();
  }));
