import assert from "node:assert/strict";
import test from "node:test";
import { clean } from "./axe";
import { enrols, heading } from "./member";
import { enterWords, follows, link, paper } from "./paper";
import { rehearse } from "./support";
import { leadsToConsole, setConsole } from "../rehearsal/console-links";

test("a lawyer's phone leads into the console, by the words of the paper, also after the bot was killed and the clock moved", () =>
  rehearse({}, async (rehearsal) => {
    const lawyer = rehearsal.phone("lawyer-1");
    const words = await paper(lawyer);
    await lawyer.says("/console");
    const opens = link(lawyer, "Open the console");
    assert.deepEqual([await opens.getAttribute("target"), await opens.getAttribute("rel")], ["_blank", "noopener noreferrer"]);
    const tab = await rehearsal.follow(opens);
    await heading(tab, "Open your keys");
    await clean(tab);
    assert.equal(await tab.evaluate(() => window.opener), null);
    await enterWords(tab, words);
    await clean(tab);

    await rehearsal.press("Kill the bot");
    await rehearsal.strip.getByText("The bot is dead").waitFor();
    await tab.getByRole("button", { name: "Your locked copies" }).click();
    await heading(tab, "The server does not answer.");
    await rehearsal.press("Start it again");
    await rehearsal.strip.getByText("The bot runs").waitFor();
    await tab.getByRole("button", { name: "Try again" }).click();
    await heading(tab, "Your locked copies");
    await tab.getByRole("button", { name: "Lock now" }).click();
    await heading(tab, "Locked");
    rehearsal.forgives(/503 \(Service Unavailable\)/);

    await rehearsal.press("+1 h");
    // The message with the link that was used is gone by then.
    await opens.waitFor({ state: "detached" });
    await lawyer.says("/console");
    const later = await follows(rehearsal, lawyer, "Open the console");
    await enterWords(later, words);
    await rehearsal.press("+1 h");
    await later.reload();
    await heading(later, "You are not signed in");
    rehearsal.forgives(/401 \(Unauthorized\)/);
  }));

test("a lawyer's phone leads into the case that they took, and to what the family wrote", () =>
  rehearse({}, async (rehearsal) => {
    const [lawyer, relative] = [rehearsal.phone("lawyer-1"), rehearsal.phone("relative")];
    const words = await paper(lawyer);
    await rehearsal.report();
    await lawyer.tap("I take it");
    await lawyer.sees("You have it since");
    await relative.tap("Done");
    await relative.says("the blue house by the mill");
    await lawyer.tap("Open the case");
    const tab = await follows(rehearsal, lawyer, "Open the console");
    await tab.getByLabel("Your seven words").fill(words.join(" "));
    await tab.getByRole("button", { name: "Open", exact: true }).click();
    await tab.locator(".timeline li").filter({ hasText: "the blue house by the mill" }).waitFor();
    await clean(tab);
  }));

test("new keys are made in a browser, wait for the operator of the stage, and come in once they are signed for", () =>
  rehearse({}, async (rehearsal) => {
    const { page, strip } = rehearsal;
    const coordinator = rehearsal.phone("coordinator");
    const old = await paper(coordinator);
    await rehearsal.press("New keys: Coordinator");
    const url = await link(coordinator, "Make my keys").getAttribute("href");
    const tab = await rehearsal.tab();
    const { words, voice } = await enrols(tab, url ?? "");
    assert.notDeepEqual(words, old);

    const row = strip.locator("[data-member='coordinator']");
    await row.getByText("wait for your signature").waitFor();
    await row.locator(".voice").filter({ hasText: voice }).waitFor();
    await coordinator.button("Paper: seven words").click();
    await coordinator.element.getByText("Your own paper has the words.").waitFor();
    await clean(page);
    await rehearsal.press("Sign for: Coordinator");
    await row.getByText("signed", { exact: true }).waitFor();
    await coordinator.sees("It opens cases from now on.");

    await coordinator.says("/console");
    const inside = await follows(rehearsal, coordinator, "Open the console");
    await enterWords(inside, words);
  }));

test("of a chat's links only those into the rehearsal's own console lead anywhere", () => {
  const own = "http://localhost:4350";
  assert.ok(!leadsToConsole(`${own}/#a`), "before it is known where that is");
  setConsole(own);
  assert.ok(leadsToConsole(`${own}/#a`));
  const others = ["https://elsewhere.example/#a", `${own}.example/#a`, `${own}1/#a`, `${own}/`, "javascript:alert(1)", `x ${own}/#a`];
  for (const url of others) assert.ok(!leadsToConsole(url), url);
});
