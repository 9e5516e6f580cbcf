import assert from "node:assert/strict";
import test from "node:test";
import { clean } from "./axe";
import { desk } from "./desk";
import { enrols, heading, isIn, signsIn, unlocks, writesDown } from "./member";

test("from a link to keys that somebody signs for, and in by seven words, until revoked", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    const seat = await at.opens();
    const { page } = seat;
    const { words, voice } = await enrols(page, await at.run("member", "enrol", who.id));
    await page.getByText("Then they sign for your keys. The bot tells you.").waitFor();

    await page.goto(await at.link(who));
    await page.getByRole("heading", { name: "Nobody has signed for your keys yet" }).waitFor();
    await clean(page);
    await unlocks(page, words);
    await page.getByRole("heading", { name: "Your keys are made" }).waitFor();
    assert.equal((await page.locator(".words li").allTextContents()).join(" "), voice, "shown again, and nobody is in");
    await at.signs(who, voice);

    await page.goto(await at.link(who));
    await clean(page);
    const field = page.getByLabel("Your seven words");
    await field.fill([...words].reverse().join(" "));
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("These are not your seven words. Look at your paper.").waitFor();
    await field.fill(`  ${words.join(",  ").toUpperCase()} `);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await isIn(page);
    await clean(page);
    assert.equal((await page.locator(".words li").allTextContents()).join(" "), voice);
    await page.locator("#language").selectOption("kk");
    await page.getByRole("heading", { name: "Сіз кірдіңіз" }).waitFor();
    const read = await page.locator(".words li").allTextContents();
    assert.ok(read.length === 8 && read.every((word) => /^[а-я]+$/.test(word)), read.join(" "));
    await page.locator("#language").selectOption("en");
    await page.getByRole("heading", { name: "You are signed in" }).waitFor();

    const [cookie, ...others] = await seat.context.cookies();
    assert.deepEqual(others, []);
    assert.equal(cookie?.name, "__Host-habeas");
    assert.deepEqual([cookie?.secure, cookie?.httpOnly, cookie?.sameSite], [true, true, "Strict"]);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
    for (const secret of [...words, "AGE-SECRET-KEY", "SIGNING-KEY"]) assert.ok(!kept.includes(secret), kept);

    await page.reload();
    await isIn(page);
    await page.getByRole("button", { name: "Lock now" }).click();
    await page.getByRole("heading", { name: "Locked" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    at.forgives(/401 \(Unauthorized\)/);

    await signsIn(at, { who, seat, words, voice });
    await at.run("member", "revoke", who.id);
    await page.reload();
    await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    at.forgives(/401 \(Unauthorized\)/);
  }));

test("a link works once, another one made makes the first worth nothing, and each language is spoken", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    const { page } = await at.opens();
    const first = await at.run("member", "enrol", who.id);
    const second = await at.run("member", "enrol", who.id);
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

test("whoever makes keys and loses the answer tries again, and goes on with the keys that were made", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    const seat = await at.opens();
    const { page } = seat;
    const given = await writesDown(page, await at.run("member", "enrol", who.id));
    await page.getByRole("button", { name: "Lock now" }).click();
    await heading(page, "Locked");
    await page.getByText("Was it for new keys? Ask a coordinator for another one.").waitFor();
    assert.ok(!(await page.content()).includes(given[0] ?? ""), "nothing of them is left");
    const words = await writesDown(page, await at.run("member", "enrol", who.id));
    assert.notDeepEqual(words, given);
    const made: number[] = [];
    await page.route("**/api/enrol", async (route) => {
      const answer = await route.fetch();
      made.push(answer.status());
      if (made.length === 1) await route.abort("connectionreset");
      else await route.fulfill({ response: answer });
    });
    await page.getByRole("button", { name: "Go on with words alone" }).click();
    await heading(page, "The server does not answer.");
    await clean(page);
    await page.getByRole("button", { name: "Try again" }).click();
    await heading(page, "Your keys are made");
    assert.deepEqual(made, [200, 200]);
    at.forgives(/ERR_CONNECTION_RESET/);
    const voice = (await page.locator(".words li").allTextContents()).join(" ");
    await at.signs(who, voice);
    await signsIn(at, { who, seat, words, voice });
    await page.goto(await at.run("member", "enrol", who.id));
    await heading(page, "Make your keys");
    await page.getByText("Once you make new keys, your old ones stop.").waitFor();
    await page.getByText("Until somebody signs for them, no case opens for you.").waitFor();
    await clean(page);
  }));
