import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import type { Download, Frame, FrameLocator, Page } from "playwright-core";
import { clean, cleanAndNarrow } from "./axe";
import { type Desk, desk } from "./desk";
import { AVIF, fineScan, GIF, HIDDEN, LOCKED_PDF, MP4, pdf, PIXEL, scan, sound, WEBM, WEBP } from "./files";
import { comesIn, heading, joins, unlocks } from "./member";

/** The lawyer's page, with a case in which these files came, the oldest first. */
async function sent(at: Desk, files: readonly (readonly [kind: string, bytes: Buffer])[]): Promise<{ page: Page; code: string; words: readonly string[] }> {
  const ada = await joins(at, "lawyer", "Ada");
  const { page } = ada.seat;
  const code = await at.reports(9001, "the blue house");
  await at.taps(ada.who.user, "I take it");
  for (const [kind, bytes] of files) await at.sends(9001, kind, bytes);
  await comesIn(at, ada);
  await heading(page, code);
  await page.getByRole("button", { name: /^Show: / }).nth(files.length - 1).waitFor();
  return { page, code, words: ada.words };
}

/** Shows the file that came as this one, from 0; the frame, once it shows this. */
async function shows(page: Page, nth: number, what: string): Promise<Frame> {
  const entries = page.locator(".timeline li").filter({ has: page.getByRole("button", { name: /^Show: / }) });
  const entry = entries.nth(-1 - nth);
  await entry.getByRole("button", { name: /^Show: / }).click();
  const element = await entry.locator("iframe").elementHandle();
  const frame = await element?.contentFrame();
  assert.ok(frame);
  await frame.locator(what).waitFor({ state: "attached" });
  return frame;
}

/** Whether anything on the paper is dark. */
function isInked(frame: Frame): Promise<boolean> {
  return frame.evaluate(() => {
    const paper = document.querySelector("canvas");
    const { data } = paper?.getContext("2d")?.getImageData(0, 0, paper.width, paper.height) ?? { data: [] };
    // What was not drawn is black too, and nothing can be seen through what was.
    return [...data].some((value, i) => i % 4 === 0 && value < 100 && data[i + 3] === 255);
  });
}

/** Saves the newest that is called so. */
async function saves(page: Page, name: RegExp): Promise<[Download, Buffer]> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name }).first().click();
  const saved = await saving;
  return [saved, await readFile(await saved.path())];
}

test("a picture is shown in a frame without an origin, and saved as the picture alone", () =>
  desk(async (at) => {
    const { page, code } = await sent(at, [
      ["photo", Buffer.concat([PIXEL, HIDDEN])],
      ["document", Buffer.from("<script>document.title = 'open'</script>")],
      ["document", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
    ]);
    const frame = await shows(page, 0, "img");
    assert.deepEqual(await frame.evaluate(() => [origin, document.querySelector("img")?.naturalWidth]), ["null", 1]);
    assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-scripts");
    await page.getByText("This takes some seconds.").waitFor({ state: "detached" });
    await clean(page);
    await clean(page, frame);
    await frame.getByRole("button", { name: "Larger" }).click();
    assert.ok(await frame.evaluate(() => (document.querySelector("img")?.width ?? 0) > 1.4 * innerWidth));
    const [saved, bytes] = await saves(page, /^Save: .*\.png$/);
    assert.match(saved.suggestedFilename(), new RegExp(`^${code}-[0-9]+\\.png$`));
    assert.ok(bytes.subarray(1, 4).equals(Buffer.from("PNG")) && !bytes.includes(HIDDEN), "what stood behind it is not saved");

    for (const nth of [1, 2]) {
      await page.getByRole("button", { name: /^Show: document / }).nth(2 - nth).click();
      await page.getByText("Not shown here. Save it, and open it with care.").nth(nth - 1).waitFor();
    }
    assert.equal(await page.locator(".file iframe").count(), 1);
    assert.equal(await page.locator(".file :is(object, embed, img)").count(), 0);
    assert.equal(await page.title(), code);
    await page.getByRole("button", { name: "Lock now", exact: true }).click();
    await heading(page, "Locked");
    assert.equal(page.frames().length, 1, "the frame is gone");
  }));

test("a PDF is drawn page by page, for keyboard, readers and a narrow phone", () =>
  desk(async (at) => {
    const { page } = await sent(at, [["document", pdf(["The first page", "The second page", "The third page"])]]);
    const frame = await shows(page, 0, "text=The first page");
    const reads = (line: string, of: Frame | FrameLocator = frame): Promise<void> => of.getByText(line).waitFor({ state: "attached" });
    assert.ok(await isInked(frame), "it is drawn");
    await frame.getByRole("img", { name: "Page 1 / 3" }).waitFor();
    await clean(page);
    await clean(page, frame);
    assert.ok(await frame.getByRole("button", { name: "Previous page" }).isDisabled());
    await frame.getByRole("button", { name: "Next page" }).focus();
    await page.keyboard.press("Enter");
    await reads("The second page");
    assert.equal(await frame.getByRole("status").textContent(), "Page 2 / 3");
    await page.keyboard.press("Enter");
    await reads("The third page");
    assert.ok(await frame.getByRole("button", { name: "Next page" }).isDisabled());
    assert.ok(await isInked(frame));
    const width = (): Promise<number> => frame.evaluate(() => document.querySelector("canvas")?.getBoundingClientRect().width ?? 0);
    const small = await width();
    await frame.getByRole("button", { name: "Larger" }).click();
    await frame.waitForFunction((small) => (document.querySelector("canvas")?.getBoundingClientRect().width ?? 0) > 1.4 * small, small);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.getByRole("button", { name: /^Show: / }).click();
    await reads("The first page", page.frameLocator("iframe"));
    await cleanAndNarrow(page);
    const narrow = page.frames()[1];
    assert.ok(narrow);
    await clean(page, narrow);
    assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the frame");
    const [saved, bytes] = await saves(page, /^Save: .*\.pdf$/);
    assert.match(saved.suggestedFilename(), /\.pdf$/);
    assert.ok(bytes.subarray(0, 5).equals(Buffer.from("%PDF-")), "as it came");
  }));

test("a paper that was scanned is drawn, and offers no text", () =>
  desk(async (at) => {
    const { page } = await sent(at, [["document", scan()], ["document", fineScan()]]);
    for (const nth of [0, 1]) {
      const frame = await shows(page, nth, "details[hidden]");
      assert.ok(await isInked(frame), `${nth}`);
    }
  }));

test("pictures of other kinds, film and sound are shown there too", () =>
  desk(async (at) => {
    const films = [["document", WEBM], ["video", MP4]] as const;
    const { page } = await sent(at, [["document", WEBP], ["document", GIF], ["voice", sound()], ["document", AVIF], ...films]);
    await shows(page, 0, "img");
    const [, picture] = await saves(page, /^Save: .*\.png$/);
    assert.ok(picture.subarray(1, 4).equals(Buffer.from("PNG")));
    await shows(page, 1, "img");
    const [, moving] = await saves(page, /^Save: .*\.gif$/);
    assert.ok(moving.equals(GIF), "whatever moves in it is saved too");
    const frame = await shows(page, 2, "audio");
    assert.equal(await frame.evaluate(() => Math.round(document.querySelector("audio")?.duration ?? 0)), 1);
    await clean(page);
    await clean(page, frame);
    await shows(page, 3, "img");
    const [, still] = await saves(page, /^Save: .*\.png$/);
    assert.ok(still.subarray(1, 4).equals(Buffer.from("PNG")));
    for (const [i, [, bytes]] of films.entries()) {
      const player = await shows(page, 4 + i, "video");
      assert.deepEqual(await player.evaluate(() => [document.querySelector("video")?.videoWidth, document.querySelector("video")?.duration]), [16, 1]);
      await clean(page, player);
      const [, saved] = await saves(page, i === 0 ? /^Save: .*\.webm$/ : /^Save: .*\.mp4$/);
      assert.ok(saved.equals(bytes));
    }
  }));

test("what a frame gives back is saved only if it is a picture; else the file can be saved as it came", () =>
  desk(async (at) => {
    const sentOne = Buffer.concat([PIXEL, HIDDEN]);
    const { page } = await sent(at, [["photo", sentOne]]);
    const frame = await shows(page, 0, "img");
    await frame.evaluate(() => (HTMLCanvasElement.prototype.toBlob = (done) => done(new Blob(["<script>"], { type: "image/png" }))));
    await page.getByRole("button", { name: /^Save: / }).click();
    await page.getByText("The saved file keeps what is hidden in it.").waitFor();
    await clean(page);
    const [, bytes] = await saves(page, /^Save: .*\.png$/);
    assert.ok(bytes.equals(sentOne));
  }));

test("a file that is broken is said to be, and can be saved as it came", () =>
  desk(async (at) => {
    const broken = Buffer.concat([PIXEL.subarray(0, 20), HIDDEN]);
    const { page } = await sent(at, [["photo", broken], ["document", Buffer.from("%PDF-1.7\nno more than that")], ["document", LOCKED_PDF]]);
    const sentence = page.getByText("This file cannot be shown. Save it, and open it with care.");
    await page.getByRole("button", { name: /^Show: photo / }).click();
    await sentence.waitFor();
    const [, bytes] = await saves(page, /^Save: .*\.png$/);
    assert.ok(bytes.equals(broken));
    await page.getByText("The saved file keeps what is hidden in it.").waitFor();
    for (const nth of [1, 2]) {
      await page.getByRole("button", { name: /^Show: document / }).nth(2 - nth).click();
      await sentence.nth(nth).waitFor();
    }
    assert.equal(page.frames().length, 1, "no frame is left");
    await clean(page);
  }));

test("a frame that does not begin keeps nobody from the file", () =>
  desk(async (at) => {
    const { page } = await sent(at, [["photo", PIXEL]]);
    await page.route("**/viewer.js", (route) => route.abort());
    await page.getByRole("button", { name: /^Show: photo / }).click();
    await page.getByText("This file cannot be shown.").waitFor();
    await page.getByRole("button", { name: /^Save: .*\.png$/ }).waitFor();
    assert.equal(page.frames().length, 1);
    at.forgives(/viewer\.js|ERR_FAILED/);
  }));

test("whoever is at a frame is at the page for twenty minutes, and no longer", () =>
  desk(async (at) => {
    const { page, words } = await sent(at, [["photo", PIXEL]]);
    await page.clock.install();
    await page.reload();
    await page.getByRole("button", { name: "Open my keys" }).click();
    await unlocks(page, words);
    const frame = await shows(page, 0, "img");
    await frame.getByRole("button", { name: "Larger" }).click();
    let renewed = 0;
    page.on("request", (request) => (renewed += request.url().endsWith("/renew") ? 1 : 0));
    const minutes = (count: number): Promise<void> => page.clock.fastForward(count * 60_000);
    const renews = async (): Promise<void> => {
      const renewing = page.waitForRequest((request) => request.url().endsWith("/renew"));
      await minutes(4);
      await renewing;
    };
    for (let i = 0; i < 4; i += 1) await renews();
    await minutes(4);
    await minutes(4);
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await renews();
    assert.equal(renewed, 5, "between the twenty minutes and the next touch they may be asleep");
    // The server's clock does not run ahead.
    at.forgives(/403 \(Forbidden\)/);
  }));
