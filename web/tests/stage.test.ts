import assert from "node:assert/strict";
import test from "node:test";
import { rehearse } from "./support";

test("when the time goes on and nobody answers, the second lawyer is called", () =>
  rehearse({}, async (rehearsal) => {
    await rehearsal.press("Add a phone: Second lawyer");
    await rehearsal.phone("lawyer-2").element.waitFor();
    await rehearsal.report();
    const next = rehearsal.strip.locator(".next [data-until]");
    const before = await next.getAttribute("data-until");
    await rehearsal.press("+1 min");
    await rehearsal.strip.locator(`.next [data-until]:not([data-until="${before}"])`).waitFor();
    await rehearsal.press("+1 min");
    await rehearsal.phone("lawyer-2").sees("CRITICAL");
    await rehearsal.strip.locator(".rung").getByText("lawyer-2").waitFor();
  }));

test("the bot is killed in mid-interview, started again, and goes on", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.sees("Where is the person now?");
    await rehearsal.press("Kill the bot");
    await rehearsal.strip.getByText("The bot is dead").waitFor();
    await relative.tap("In court");
    await rehearsal.press("Start it again");
    await rehearsal.strip.getByText("The bot runs").waitFor();
    await relative.sees("Are there signs the person is being sent out of the country?");
    await relative.tap("Yes: officers said so");
    await relative.sees("To which country might they be sent?");
  }));

test("Telegram's faults are switched on and off", () =>
  rehearse({}, async (rehearsal) => {
    const names = ["Refuses: too many requests (429)", "Is slow", "Is down", "Loses answers"];
    for (const name of names) {
      const knob = rehearsal.page.getByRole("switch", { name, exact: true });
      await knob.click();
      await rehearsal.page.getByRole("switch", { name, exact: true, checked: true }).waitFor();
      await knob.click();
      await rehearsal.page.getByRole("switch", { name, exact: true, checked: false }).waitFor();
    }
  }));

test("what was asked while Telegram was down is answered once it is back", () =>
  rehearse({}, async (rehearsal) => {
    const down = rehearsal.page.getByRole("switch", { name: "Is down" });
    await down.click();
    await rehearsal.page.getByRole("switch", { name: "Is down", checked: true }).waitFor();
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.field.waitFor();
    await down.click();
    await relative.sees("In which country is this happening?");
  }));

test("a rehearsal starts afresh only when asked twice", () =>
  rehearse({}, async (rehearsal) => {
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.sees("In which country is this happening?");
    await rehearsal.press("Start afresh");
    await rehearsal.press("No");
    assert.equal(await relative.log.getByText("In which country").count(), 1);
    await rehearsal.press("Start afresh");
    await rehearsal.press("Yes, start afresh");
    await relative.button("START").waitFor();
    assert.equal(await relative.log.locator(".message").count(), 0);
  }));

test("a play pauses while the bot is killed, and goes on to its end", () =>
  rehearse({}, async (rehearsal) => {
    const told = rehearsal.strip.locator(".playing");
    await rehearsal.press("Play: The press report's case");
    await told.getByText("Playing: The press report's case").waitFor();
    await rehearsal.button("Stop: The press report's case").waitFor();
    await rehearsal.phone("relative").sees("In which country is this happening?");
    await rehearsal.press("Kill the bot");
    await rehearsal.strip.getByText("The bot is dead").waitFor();
    await rehearsal.press("Start it again");
    await told.getByText("Played to its end: The press report's case").waitFor({ timeout: 60_000 });
    assert.equal(await told.getAttribute("data-state"), "done");
    await rehearsal.phone("relative").sees("A lawyer on duty has it since");
  }));

test("while the bot is dead a page that is loaded anew still shows the case, and refusals are in its language", () =>
  rehearse({}, async (rehearsal) => {
    const { page } = rehearsal;
    await rehearsal.report();
    await rehearsal.press("Kill the bot");
    await rehearsal.strip.getByText("The bot is dead").waitFor();
    await page.reload();
    await rehearsal.strip.locator("[data-case][data-level='critical']").waitFor();
    await page.locator("#language").selectOption("uk");
    await rehearsal.strip.getByText("Бот не працює", { exact: true }).waitFor();
    await rehearsal.strip.locator("[data-case]").getByText("КРИТИЧНО").first().waitFor();
    await rehearsal.press("Додати телефон: Другий юрист");
    await rehearsal.strip.getByText("Бот не працює. Спочатку запустіть його.").waitFor();
    rehearsal.forgives(/409 \(Conflict\)/);
  }));

test("when the server goes the page says so, and it is there again with the server", () =>
  rehearse({}, async (rehearsal) => {
    const lost = rehearsal.page.getByText("The server does not answer. The page tries again.");
    const relative = rehearsal.phone("relative");
    await relative.tap("START");
    await relative.sees("In which country is this happening?");
    await rehearsal.losesServer();
    await lost.first().waitFor();
    await relative.says("is anybody there");
    await lost.nth(1).waitFor();
    assert.equal(await relative.field.inputValue(), "is anybody there", "what was typed is kept");
    await rehearsal.getsServer();
    await relative.button("START").waitFor();
    await lost.first().waitFor({ state: "hidden" });
    rehearsal.forgives(/net::ERR_/);
  }));
