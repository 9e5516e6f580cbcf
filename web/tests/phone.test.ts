import assert from "node:assert/strict";
import test from "node:test";
import { rehearse } from "./support";

test("a blocked bot is unblocked and the chat goes on", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.sees("In which country is this happening?");
    await relative.chooses("Block the bot");
    await relative.tap("Unblock");
    await relative.field.waitFor();
    await relative.says("/status");
    await relative.sees("There is no report yet.");
  }));

test("a locked phone shows two lines of a page and nothing of the case", () =>
  rehearse({}, async (rehearsal) => {
    const lawyer = rehearsal.phone("lawyer-1");
    await lawyer.chooses("Lock this phone");
    await lawyer.button("Unlock").waitFor();
    await rehearsal.report();
    const preview = lawyer.element.locator(".lock .preview", { hasText: "CRITICAL" });
    await preview.waitFor();
    const [height, line] = await preview.evaluate((e) => [e.scrollHeight, Number.parseFloat(getComputedStyle(e).lineHeight)]);
    assert.ok((height ?? 0) <= 2 * (line ?? 0), `${height} px of lines of ${line} px`);
    assert.doesNotMatch((await preview.textContent()) ?? "", /Kazakhstan|court/);
    await lawyer.element.locator(".badge").getByText("1").waitFor();
    assert.match(await rehearsal.page.title(), /^\(\d+\) /);
    await lawyer.tap("Unlock");
    await lawyer.element.locator(".badge").waitFor({ state: "hidden" });
    await lawyer.button("I take it").waitFor();
  }));

test("a page comes with a banner and a badge, and the badge goes when it is looked at", () =>
  rehearse({}, async (rehearsal) => {
    const lawyer = rehearsal.phone("lawyer-1");
    await rehearsal.report();
    await lawyer.element.locator(".banner .preview", { hasText: "CRITICAL" }).waitFor();
    await lawyer.element.locator(".badge").waitFor();
    await lawyer.log.click({ position: { x: 4, y: 4 } });
    await lawyer.element.locator(".badge").waitFor({ state: "hidden" });
    await lawyer.element.locator(".banner").waitFor({ state: "hidden" });
  }));

test("the lawyer replies to the page, and hears of the family's answer, which is in the console alone", () =>
  rehearse({}, async (rehearsal) => {
    const [relative, lawyer] = [rehearsal.phone("relative"), rehearsal.phone("lawyer-1")];
    await rehearsal.report();
    await lawyer.tap("I take it");
    const page = lawyer.log.locator(".message", { hasText: "You have it since" });
    await page.hover();
    await page.getByRole("button", { name: "Reply", exact: true }).click();
    await lawyer.element.getByText("Replying to").waitFor();
    await lawyer.says("Which court is it?");
    await relative.sees("Which court is it?");
    await relative.says("The district court by the river");
    await lawyer.sees("There are new words from the family. Open the case.");
    assert.equal(await lawyer.log.getByText("The district court by the river").count(), 0);
  }));

test("what is not words is attached, and the bot keeps it", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.sees("Where is the person now?");
    for (const thing of ["Photo", "Document", "Voice message", "Location", "Contact"]) {
      await relative.button("Attach").click();
      await relative.element.getByRole("menuitem", { name: thing }).click();
      await relative.log.locator(".user").getByText(thing).waitFor();
    }
    await relative.sees("I kept the place for the lawyer.");
  }));

test("the commands of the bot stand behind the slash", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.sees("In which country is this happening?");
    await relative.button("Commands").click();
    await relative.element.getByRole("menuitem", { name: "/status" }).click();
    await relative.sees("There is no report yet.");
  }));

test("the page and each phone speak the language that is chosen for them", () =>
  rehearse({}, async (rehearsal) => {
    const { page } = rehearsal;
    const relative = rehearsal.phone("relative");
    await relative.chooses("Русский");
    await page.locator("[data-who='relative'][data-language='ru']").waitFor();
    await relative.tap("START");
    await relative.sees("В какой стране это происходит?");
    const titles = { uk: "Що ламається", kk: "Не бұзылады", ru: "Что ломается", en: "What goes wrong" };
    for (const [language, title] of Object.entries(titles)) {
      await page.locator("#language").selectOption(language);
      await page.getByRole("heading", { name: title, exact: true }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      await relative.sees("В какой стране это происходит?");
    }
  }));

test("the number is shared by a key that says so, and the key goes", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await rehearsal.report();
    await relative.tap("Done");
    await rehearsal.phone("lawyer-1").tap("I take it");
    for (const question of ["Where exactly is the person?", "full name"]) {
      await relative.sees(question);
      await relative.tap("Skip");
    }
    const key = relative.button("Send my number (shares the number)");
    await key.click();
    await relative.sees("Do you ask the person on duty to act");
    await key.waitFor({ state: "hidden" });
    await rehearsal.phone("lawyer-1").sees("There are new words from the family. Open the case.");
  }));

test("a page is heard, a silent message is not, and the sound can be switched off", () =>
  rehearse({}, async (rehearsal) => {
    const { page } = rehearsal;
    await page.evaluate(() => {
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function () {
        document.body.dataset["tones"] = String(Number(document.body.dataset["tones"] ?? 0) + 1);
        return make.call(this);
      };
    });
    const heard = page.locator("body[data-tones]");
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.sees("Where is the person now?");
    assert.equal(await heard.count(), 0, "no page, no sound");
    await relative.tap("In court");
    await relative.tap("Yes: officers said so");
    await relative.tap("Russia");
    await relative.tap("Passports of both countries at war");
    await rehearsal.phone("lawyer-1").sees("CRITICAL");
    await page.locator("body[data-tones='2']").waitFor();
    await page.getByRole("switch", { name: "Sound for pages", exact: true }).click();
    const { log } = rehearsal.phone("lawyer-1");
    const rung = log.locator(".message", { hasText: "CRITICAL" });
    const first = await rung.getAttribute("data-message");
    await rehearsal.press("+1 min");
    await log.locator(`.message:not([data-message="${first}"])`, { hasText: "CRITICAL" }).waitFor();
    assert.equal(await heard.getAttribute("data-tones"), "2", "switched off");
  }));
