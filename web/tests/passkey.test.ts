import assert from "node:assert/strict";
import test from "node:test";
import { authenticator } from "./authenticator";
import { cleanAndNarrow } from "./axe";
import { desk } from "./desk";
import { asksBack, heading, isIn, joins, joinsByPage, signsIn, unlocks, writesDown } from "./member";

const DEVICES = "Your locked copies";

test("in by the passkey that came with the keys, on another computer by words and then by one of its own, until it is removed", () =>
  desk(async (at) => {
    const ada = await joinsByPage(at, "lawyer", "Ada", true);
    const { page } = ada.seat;
    await page.goto(await at.link(ada.who));
    await page.getByLabel("Your seven words").waitFor();
    await cleanAndNarrow(page);
    await page.getByRole("button", { name: "Open with a passkey" }).click();
    await isIn(page);

    const second = { ...ada, seat: await at.opens() };
    const other = second.seat.page;
    const own = await authenticator(other);
    await other.goto(await at.link(ada.who));
    await other.getByRole("button", { name: "Open with a passkey" }).click();
    await other.getByText("That did not open your keys.").waitFor();
    await cleanAndNarrow(other);
    await unlocks(other, ada.words);
    await isIn(other);
    await other.getByRole("button", { name: DEVICES }).click();
    await heading(other, DEVICES);
    await cleanAndNarrow(other);
    await other.getByRole("button", { name: "Add a passkey" }).click();
    await heading(other, "A passkey as well?");
    await other.getByRole("button", { name: "Make a passkey" }).click();
    await heading(other, DEVICES);
    assert.equal(await other.locator(".copies li").count(), 3);
    assert.equal(await own.holds(), 1);
    await other.getByRole("button", { name: "Lock now" }).click();
    await heading(other, "Locked");

    await other.goto(await at.link(ada.who));
    await other.getByRole("button", { name: /^Open with a passkey · / }).first().click();
    await isIn(other);

    await other.getByRole("button", { name: DEVICES }).click();
    await other.getByRole("button", { name: /^Remove: under a passkey/ }).first().click();
    await heading(other, "Remove this copy?");
    await cleanAndNarrow(other);
    await other.getByRole("button", { name: "Keep it" }).click();
    await other.getByRole("button", { name: /^Remove: under a passkey/ }).first().click();
    await other.getByRole("button", { name: "Remove", exact: true }).click();
    await heading(other, DEVICES);
    assert.equal(await other.locator(".copies li").count(), 2);

    await page.goto(await at.link(ada.who));
    await page.getByRole("button", { name: "Open with a passkey" }).click();
    await page.getByText("That did not open your keys.").waitFor();
    await unlocks(page, ada.words);
    await isIn(page);
  }));

test("whoever is not recognised, or has a passkey that opens nothing, makes keys with words alone", () =>
  desk(async (at) => {
    const who = await at.adds("lawyer", "Ada");
    for (const [hasPrf, told] of [[true, "No passkey was made."], [false, "This passkey cannot open keys."]] as const) {
      const { page } = await at.opens();
      const device = await authenticator(page, hasPrf);
      await device.recognises(!hasPrf);
      await writesDown(page, await at.run("member", "enrol", who.id));
      await page.getByRole("button", { name: "Make a passkey" }).click();
      await page.getByText(told).waitFor();
      await cleanAndNarrow(page);
      await page.getByRole("button", { name: "Go on with words alone" }).click();
      await heading(page, "Your keys are made");
    }
  }));

test("words that somebody saw are replaced, once the keys are open", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await signsIn(at, ada);
    await page.reload();
    await isIn(page);
    await page.getByRole("button", { name: DEVICES }).click();
    await page.getByRole("button", { name: "Make new words" }).click();
    await heading(page, "Open your keys");
    await unlocks(page, ada.words);
    await heading(page, "Your seven words");
    const words = await page.locator(".words li").allTextContents();
    assert.notDeepEqual(words, ada.words);
    await asksBack(page, words);
    await heading(page, DEVICES);
    assert.equal(await page.locator(".copies li").count(), 1);

    await page.goto(await at.link(ada.who));
    await unlocks(page, ada.words);
    await page.getByText("These are not your seven words.").waitFor();
    await unlocks(page, words);
    await isIn(page);
  }));
