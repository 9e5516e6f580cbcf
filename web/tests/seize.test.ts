import assert from "node:assert/strict";
import test from "node:test";
import { generateIdentity } from "age-encryption";
import { rehearse, type Rehearsal } from "./support";

async function openWith(rehearsal: Rehearsal, identity: string): Promise<void> {
  await rehearsal.page.getByLabel("Paste an identity").fill(identity);
  await rehearsal.press("Open");
}

test("the seized server shows bytes, and opens to nobody without an identity", () =>
  rehearse({}, async (rehearsal) => {
    await rehearsal.report();
    await rehearsal.press("Seize the server");
    const dialog = rehearsal.page.getByRole("dialog");
    const sealed = dialog.locator("[data-table='entries'] td.age");
    await sealed.first().waitFor();
    for (const cell of await sealed.allTextContents()) {
      assert.match(cell, /^([0-9a-f]{2} ){4}… ([0-9a-f]{2} )+\d+ B$/);
    }
    assert.equal(await dialog.getByText("court", { exact: true }).count(), 0);

    await openWith(rehearsal, "a guess");
    await dialog.getByText("This is no identity.").waitFor();
    await openWith(rehearsal, await generateIdentity());
    await dialog.getByText("Nothing opens with this identity.").waitFor();
    assert.equal(await dialog.locator(".opened ol").count(), 0);
  }));

test("the recovery identity from the safe, pasted by hand, opens the answers", () =>
  rehearse({}, async (rehearsal) => {
    await rehearsal.report();
    await rehearsal.press("Seize the server");
    const dialog = rehearsal.page.getByRole("dialog");
    assert.equal(await dialog.getByText("AGE-SECRET-KEY-1").count(), 0, "not fetched unasked");
    await dialog.getByText("The paper in the safe").click();
    const [recovery, lawyer] = await identities(rehearsal);
    for (const identity of [recovery, lawyer]) {
      await openWith(rehearsal, identity);
      await dialog.getByText("It opens.").waitFor();
      const opened = dialog.locator(".opened");
      await opened.getByText("where_now", { exact: true }).waitFor();
      await opened.getByText("court", { exact: true }).waitFor();
      await opened.getByText("said_by_officials", { exact: true }).waitFor();
    }
    await rehearsal.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await rehearsal.page.getByText("AGE-SECRET-KEY-1").first().waitFor({ state: "detached" });
  }));

async function identities(rehearsal: Rehearsal): Promise<[string, string]> {
  const lines = rehearsal.page.locator(".sheet code");
  await lines.first().waitFor();
  const [recovery = "", lawyer = ""] = await lines.allTextContents();
  return [recovery, lawyer];
}
