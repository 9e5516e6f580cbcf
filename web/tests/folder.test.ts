import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import type { Page } from "playwright-core";
import { desk } from "./desk";
import { saves } from "./folder";
import { comesIn, heading, joins } from "./member";

const LETTER = Buffer.from("<script>document.title = 'open'</script>");
const TYPED = "the blue house <b>by</b> the mill";

/** A picture as a camera writes it: degrees north stand beside it. */
function taken(jpeg: Buffer): Buffer {
  const tiff = Buffer.alloc(80);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  const field = (at: number, tag: number, type: number, count: number, value: number): void => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  tiff.writeUInt16LE(1, 8);
  field(10, 0x8825, 4, 1, 26);
  tiff.writeUInt16LE(2, 26);
  field(28, 1, 2, 2, "N".charCodeAt(0));
  field(40, 2, 5, 3, 56);
  for (const [i, part] of [43, 1, 14, 1, 7, 1].entries()) tiff.writeUInt32LE(part, 56 + 4 * i);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

async function drawn(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [48, 32];
    canvas.getContext("2d")?.fillRect(8, 8, 20, 10);
    return canvas.toDataURL("image/jpeg");
  });
  return Buffer.from(url.split(",")[1] ?? "", "base64");
}

test("a case is saved as a folder with a page in words and its files, pictures without what a camera hides", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, TYPED);
    await at.taps(ada.who.user, "I take it");
    const photo = taken(await drawn(page));
    assert.ok(photo.includes("Exif"));
    await at.sends(9001, "photo", photo);
    await at.sends(9001, "document", LETTER);
    await comesIn(at, ada);
    await heading(page, code);
    await page.getByRole("button", { name: /^Show: photo / }).waitFor();
    await page.getByRole("button", { name: /^Show: document / }).waitFor();

    const folder = await saves(at, page, code, "first");
    await page.getByText("Saved, packed. Unpack it and open index.html.").waitFor();
    const names = (await readdir(`${folder}/files`)).sort();
    const [picture = "", letter = ""] = [names.find((name) => name.endsWith(".jpg")), names.find((name) => !name.endsWith(".jpg"))];
    assert.equal(names.length, 2, `${names}`);
    const alone = await readFile(`${folder}/files/${picture}`);
    assert.deepEqual([alone.readUInt16BE(0), alone.includes("Exif")], [0xffd8, false]);
    assert.ok((await readFile(`${folder}/files/${letter}`)).equals(LETTER));

    const written = await readFile(`${folder}/index.html`, "utf8");
    for (const hidden of ["file_id", "file_unique", "9001", `${ada.who.user}`, "where_now", "<script", "<b>"]) {
      assert.ok(!written.includes(hidden), hidden);
    }
    const paper = await ada.seat.context.newPage();
    await paper.goto(`file://${folder}/index.html`);
    await heading(paper, code);
    await paper.getByText(TYPED).waitFor();
    await paper.locator("dl").filter({ hasText: "Where is the person now?" }).filter({ hasText: "In court" }).first().waitFor();
    await paper.locator("h3").filter({ hasText: /UTC · .* · photo/ }).waitFor();
    await paper.getByText("The saved file keeps what is hidden in it.").waitFor();
    await paper.getByText("Saved without hidden data such as place and device.").waitFor();
    await paper.getByRole("link", { name: `files/${picture}` }).click();
    await paper.waitForURL(`file://${folder}/files/${picture}`);
  }));

test("a file that does not come is named on the page and beside the button, and comes with the next try", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, TYPED);
    await at.taps(ada.who.user, "I take it");
    await at.sends(9001, "document", LETTER);
    await comesIn(at, ada);
    await heading(page, code);
    const name = await page.getByRole("button", { name: /^Show: document / }).textContent();
    const [, seq = ""] = /document (\d+)/.exec(name ?? "") ?? [];
    await page.route(`**/${code}/files`, (route) => route.fulfill({ status: 502, json: { code: "telegram" } }));
    const without = await saves(at, page, code, "first");
    at.forgives(/502 \(Bad Gateway\)/);
    await page.getByText("Saved, but these files are missing. Save again later:").waitFor();
    await page.getByText(`${seq}: Telegram does not answer. Try again in a minute.`).waitFor();
    assert.deepEqual(await readdir(without), ["index.html"]);
    assert.ok((await readFile(`${without}/index.html`, "utf8")).includes("The file is not in this folder. Telegram does not answer."));
    await page.unroute(`**/${code}/files`);
    const whole = await saves(at, page, code, "second");
    await page.getByText("Saved, packed. Unpack it and open index.html.").waitFor();
    assert.equal((await readdir(`${whole}/files`)).length, 1);
  }));
