import assert from "node:assert/strict";
import test from "node:test";
import { clean } from "./axe";
import { type Desk, desk } from "./desk";

/** Makes keys by the link; gives back the seven words and the eight of the fingerprint. */
async function enrols(at: Desk, link: string): Promise<{ words: string[]; voice: string }> {
  const { page } = at;
  await page.goto(link);
  await page.getByRole("heading", { name: "Make your keys" }).waitFor();
  assert.equal(new URL(page.url()).hash, "", "the secret is not left in the address");
  await clean(page);
  await page.getByRole("button", { name: "Make my keys" }).click();
  await page.getByRole("heading", { name: "Your seven words" }).waitFor();
  await clean(page);
  const words = await page.locator(".words li").allTextContents();
  assert.equal(words.length, 7);
  await page.getByRole("button", { name: "I wrote them down" }).click();
  await page.getByRole("heading", { name: "Do you have the words?" }).waitFor();
  await clean(page);
  const fields = await page.getByRole("textbox").all();
  assert.equal(fields.length, 3);
  await fields[0]?.fill("another");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("this is another word. Look at your paper.").waitFor();
  for (const field of fields) {
    const place = Number((await field.getAttribute("id"))?.split("-")[1]);
    await field.fill(` ${words[place]?.toUpperCase()} `);
  }
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "Your keys are made" }).waitFor();
  await clean(page);
  return { words, voice: (await page.locator(".words li").allTextContents()).join(" ") };
}

async function signsIn(at: Desk, words: readonly string[]): Promise<void> {
  const { page } = at;
  await page.goto(await at.link());
  const field = page.getByLabel("Your seven words");
  await field.fill(words.join(" "));
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByRole("heading", { name: "You are signed in" }).waitFor();
}

test("from a link to keys that somebody signs for, and in by seven words, until revoked", () =>
  desk(async (at) => {
    const { page } = at;
    const { words, voice } = await enrols(at, await at.run("member", "enrol", at.member));
    await page.getByText("Then they sign for your keys. The bot tells you.").waitFor();

    await page.goto(await at.link());
    await page.getByRole("heading", { name: "Nobody has signed for your keys yet" }).waitFor();
    await clean(page);
    await page.getByLabel("Your seven words").fill(words.join(" "));
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "Your keys are made" }).waitFor();
    assert.equal((await page.locator(".words li").allTextContents()).join(" "), voice, "shown again, and nobody is in");
    await at.signs(voice);

    await page.goto(await at.link());
    await clean(page);
    const field = page.getByLabel("Your seven words");
    await field.fill([...words].reverse().join(" "));
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("These are not your seven words. Look at your paper.").waitFor();
    await field.fill(`  ${words.join(",  ").toUpperCase()} `);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "You are signed in" }).waitFor();
    await clean(page);
    assert.equal((await page.locator(".words li").allTextContents()).join(" "), voice);
    await page.locator("#language").selectOption("kk");
    await page.getByRole("heading", { name: "Сіз кірдіңіз" }).waitFor();
    const read = await page.locator(".words li").allTextContents();
    assert.ok(read.length === 8 && read.every((word) => /^[а-я]+$/.test(word)), read.join(" "));
    await page.locator("#language").selectOption("en");
    await page.getByRole("heading", { name: "You are signed in" }).waitFor();

    const [cookie, ...others] = await at.context.cookies();
    assert.deepEqual(others, []);
    assert.equal(cookie?.name, "__Host-habeas");
    assert.deepEqual([cookie?.secure, cookie?.httpOnly, cookie?.sameSite], [true, true, "Strict"]);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
    for (const secret of [...words, "AGE-SECRET-KEY", "SIGNING-KEY"]) assert.ok(!kept.includes(secret), kept);

    await page.reload();
    await page.getByRole("heading", { name: "You are signed in" }).waitFor();
    await page.getByRole("button", { name: "Lock now" }).click();
    await page.getByRole("heading", { name: "Locked" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    at.forgives(/401 \(Unauthorized\)/);

    await signsIn(at, words);
    await at.run("member", "revoke", at.member);
    await page.reload();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    at.forgives(/401 \(Unauthorized\)/);
  }));

test("a link works once, another one made makes the first worth nothing, and each language is spoken", () =>
  desk(async (at) => {
    const { page } = at;
    const first = await at.run("member", "enrol", at.member);
    const second = await at.run("member", "enrol", at.member);
    const used = "This link does not work any more";
    for (const [link, title] of [[first, used], [second, "Make your keys"], [second, used]] as const) {
      await page.goto("about:blank");
      await page.goto(link);
      await page.getByRole("heading", { name: title }).waitFor();
    }
    await clean(page);
    at.forgives(/403 \(Forbidden\)/);
    const titles = { ru: "Эта ссылка больше не работает", kk: "Бұл сілтеме енді жұмыс істемейді", uk: "Це посилання більше не працює" };
    for (const [language, title] of Object.entries(titles)) {
      await page.locator("#language").selectOption(language);
      await page.getByRole("heading", { name: title }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), language);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${wide} px`);
  }));
