import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { clean } from "./axe";
import { desk } from "./desk";
import { comesIn, heading, joins } from "./member";

/** A picture of one pixel, with words behind it that no picture needs. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const HIDDEN = Buffer.from("taken at the blue house by the mill");

test("a picture that somebody sent is fetched, opened and shown in the browser, and saved as the picture alone", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, "the blue house");
    await at.taps(ada.who.user, "I take it");
    await at.sends(9001, "photo", Buffer.concat([PIXEL, HIDDEN]));
    await at.sends(9001, "document", Buffer.from("<script>document.title = 'open'</script>"));
    await comesIn(at, ada);
    await heading(page, code);
    await page.getByRole("button", { name: /^Show: photo / }).click();
    const picture = page.locator(".file img");
    await picture.waitFor();
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>(".file img")?.naturalWidth ?? 0) === 1);
    await clean(page);
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Save: .*\.png$/ }).click();
    const saved = await saving;
    assert.match(saved.suggestedFilename(), new RegExp(`^${code}-[0-9]+\\.png$`));
    const bytes = await readFile(await saved.path());
    assert.ok(bytes.subarray(1, 4).equals(Buffer.from("PNG")) && !bytes.includes(HIDDEN), "what stood behind it is not saved");

    await page.getByRole("button", { name: /^Show: document / }).click();
    await page.getByText("Not shown here. Save it, and open it with care.").waitFor();
    assert.equal(await page.locator(".file iframe, .file object, .file embed").count(), 0);
    assert.equal(await page.title(), code);
    await page.getByRole("button", { name: "Lock now", exact: true }).click();
    await heading(page, "Locked");
    assert.equal(await page.locator("img[src^='blob:']").count(), 0);
  }));
