import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import type { Page } from "playwright-core";
import { clean, cleanAndNarrow } from "./axe";
import { type Desk, desk } from "./desk";
import { comesIn, heading, joins, type Member, unlocks } from "./member";
import { HAND } from "./support";

const TYPED = "the blue house by the mill";
const ASKED = "Which entrance is it?";
const ANSWER = "the one behind the market";
const NOTE = "the clerk at the desk is called Rook";

/** What the timeline holds, the newest first. */
function timeline(page: Page, text: string): ReturnType<Page["locator"]> {
  return page.locator(".timeline li").filter({ hasText: text });
}

/** A case that this lawyer took by the chat. */
async function takes(at: Desk, lawyer: Member): Promise<string> {
  const code = await at.reports(9001, TYPED);
  await at.taps(lawyer.who.user, "I take it");
  return code;
}

async function types(page: Page, opener: string, text: string): Promise<void> {
  await page.getByRole("button", { name: opener, exact: true }).click();
  await page.locator("#composer").fill(text);
  await page.locator('#composer[data-kept="true"]').waitFor();
}

test("a case is opened, read, written in, answered and handed over, and the second lawyer reads all of it", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const ben = await joins(at, "lawyer", "Ben");
    const { page } = ada.seat;
    await page.setViewportSize(HAND);
    const code = await takes(at, ada);
    const renewed = page.waitForResponse((answer) => answer.url().endsWith("/renew") && answer.ok());
    await comesIn(at, ada);
    await heading(page, code);
    await renewed;
    assert.equal(await page.title(), code);
    await timeline(page, TYPED).waitFor();
    await page.getByText("You have it").waitFor();
    const answer = await page.locator(".facts dd").first().boundingBox();
    assert.ok((answer?.width ?? 0) > HAND.width / 2, "an answer has room on a phone");
    await cleanAndNarrow(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await clean(page);
    await page.emulateMedia({ colorScheme: null });

    await types(page, "Write", ASKED);
    await cleanAndNarrow(page);
    await page.getByRole("button", { name: "Send" }).click();
    await at.sees(9001, ASKED);
    await timeline(page, ASKED).filter({ hasText: "delivered" }).waitFor();
    await at.says(9001, ANSWER);
    await timeline(page, ANSWER).waitFor();
    await types(page, "Note", NOTE);
    await page.getByRole("button", { name: "Send" }).click();
    await timeline(page, NOTE).filter({ hasText: "You · note" }).waitFor();
    assert.ok(!(await at.chat(9001)).some(({ text }) => text.includes(NOTE)), "a note goes to nobody");

    await page.getByText("Hand over", { exact: true }).click();
    await page.getByLabel("To whom").selectOption({ label: "Ben" });
    await page.getByRole("button", { name: "Hand it over" }).click();
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await comesIn(at, ben);
    const second = ben.seat.page;
    await heading(second, "Cases");
    await second.getByText("Handed to you").waitFor();
    await cleanAndNarrow(second);
    await second.getByRole("button", { name: "I take it" }).click();
    await heading(second, code);
    for (const text of [TYPED, ASKED, ANSWER, NOTE]) await timeline(second, text).waitFor();
    await timeline(second, NOTE).filter({ hasText: "Ada · note" }).waitFor();
    await heading(page, "Cases");
    await page.getByText(`${code} · It is closed, or somebody else has it now.`).waitFor();
    await cleanAndNarrow(page);
    at.forgives(/40[34] \((Forbidden|Not Found)\)/);

    // On telephones printing comes back before the page was read.
    const folded = second.locator("#screen details:not([open])");
    const before = await folded.count();
    assert.ok(before > 0);
    await second.evaluate(() => (window.print = () => undefined));
    await second.getByRole("button", { name: "Print" }).click();
    assert.equal(await folded.count(), 0, "what is folded is printed too");
    await second.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await folded.count(), before);

    await second.getByText("Who opened this case").click();
    await second.locator("details li").filter({ hasText: "Ada" }).first().waitFor();
    const saved = second.waitForEvent("download");
    await second.getByRole("button", { name: "Save as a folder" }).click();
    assert.equal((await saved).suggestedFilename(), `${code}.zip`);
    // What is packed is not packed tighter: its text stands in it.
    const written = await readFile(await (await saved).path(), "utf8");
    for (const text of [TYPED, ASKED, ANSWER, NOTE]) assert.ok(written.includes(text), "all that is open is saved");
  }));

/** Another tab of theirs, with the keys open and what was typed taken up. */
async function tabOf(at: Desk, { seat, words }: Member, code: string): Promise<Page> {
  const tab = await seat.context.newPage();
  await tab.goto(at.origin);
  await heading(tab, code);
  await tab.getByRole("button", { name: "Open my keys" }).click();
  await unlocks(tab, words);
  await tab.locator("#composer").waitFor();
  return tab;
}

test("neither a reload, nor the lock, nor the end of a session, nor a lost network loses what is typed", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page, context } = ada.seat;
    const code = await takes(at, ada);
    await comesIn(at, ada);
    await heading(page, code);
    const field = page.locator("#composer");
    const typed = async (): Promise<void> => {
      await field.waitFor();
      assert.equal(await field.inputValue(), ASKED);
    };
    await types(page, "Write", ASKED);
    await page.reload();
    await heading(page, code);
    await page.getByText("What people wrote is locked.").waitFor();
    await page.getByText("You typed something here. Open your keys to see it.").waitFor();
    assert.equal(await field.count(), 0, "what was typed is shown to whoever has the keys");
    await clean(page);
    await page.getByRole("button", { name: "Open my keys" }).click();
    await unlocks(page, ada.words);
    await typed();
    await page.getByRole("button", { name: "Lock now", exact: true }).click();
    await heading(page, "Locked");
    await comesIn(at, ada);
    await typed();
    await context.clearCookies();
    await page.reload();
    await heading(page, "You are not signed in");
    at.forgives(/401 \(Unauthorized\)/);
    await comesIn(at, ada);
    await typed();

    await context.setOffline(true);
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".unsent").filter({ hasText: ASKED }).filter({ hasText: "waiting to be sent" }).waitFor();
    await context.setOffline(false);
    await page.locator(".unsent").waitFor({ state: "detached" });
    await at.sees(9001, ASKED);
    await timeline(page, ASKED).waitFor();
    assert.equal((await at.chat(9001)).filter(({ text }) => text.includes(ASKED)).length, 1);
    at.forgives(/net::ERR_/);
    const left = await page.evaluate(async () => {
      const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done) => (request.onsuccess = () => done(request.result)));
      const base = await asked(indexedDB.open("habeas-kept"));
      return asked(base.transaction("kept").objectStore("kept").count());
    });
    assert.equal(left, 0, "what is sent is forgotten");
  }));

test("what two tabs of one browser type reaches the reporters, each once", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await takes(at, ada);
    await comesIn(at, ada);
    await heading(page, code);
    await types(page, "Write", ASKED);
    const tab = await tabOf(at, ada, code);
    const field = tab.locator("#composer");
    assert.equal(await field.inputValue(), ASKED);
    await page.getByRole("button", { name: "Send" }).click();
    await at.sees(9001, ASKED);
    await field.fill("And on which floor?");
    await tab.locator('#composer[data-kept="true"]').waitFor();
    await tab.getByRole("button", { name: "Send" }).click();
    await at.sees(9001, "And on which floor?");
    await timeline(page, "And on which floor?").waitFor();
    assert.equal((await at.chat(9001)).filter(({ text }) => text.includes(ASKED)).length, 1);
  }));

test("of what two tabs type into one field neither loses its words to the other", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await takes(at, ada);
    await comesIn(at, ada);
    await heading(page, code);
    await types(page, "Write", "Which");
    const fills = async (tab: Page, text: string): Promise<void> => {
      await tab.locator("#composer").fill(text);
      await tab.locator('#composer[data-kept="true"]').waitFor();
    };
    const tab = await tabOf(at, ada, code);
    await fills(tab, "Which of the two gates, and who has its key?");
    await fills(page, "Which x");
    const third = await tabOf(at, ada, code);
    assert.equal(await third.locator("#composer").inputValue(), "Which of the two gates, and who has its key?\n\nWhich x");
    // One tab sends what it took up and did not change; another has typed on since.
    const fourth = await tabOf(at, ada, code);
    await fills(third, "Which gate, then?");
    await fourth.getByRole("button", { name: "Send" }).click();
    await at.sees(9001, "Which x");
    const fifth = await tabOf(at, ada, code);
    assert.equal(await fifth.locator("#composer").inputValue(), "Which gate, then?");
  }));

test("a lawyer who is called sees for which case, takes it in the console, and is taken to it", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await page.setViewportSize(HAND);
    await comesIn(at, ada);
    await heading(page, "Cases");
    await page.getByText("No case is yours.").waitFor();
    const code = await at.reports(9001, TYPED);
    const line = page.locator("#screen li").filter({ hasText: code });
    await line.filter({ hasText: "CRITICAL" }).filter({ hasText: "You are called · since" }).waitFor();
    assert.equal(await page.getByRole("button", { name: code }).count(), 0, "it is shut until they have it");
    await cleanAndNarrow(page);
    await line.getByRole("button", { name: "I take it" }).click();
    await heading(page, code);
    await timeline(page, TYPED).waitFor();
    await at.sees(ada.who.user, "You have it since");
  }));

test("whoever has a case whose level rises stays in it with what they typed, and takes it again", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await page.setViewportSize(HAND);
    await at.says(9001, "/start");
    for (const label of ["Kazakhstan", "In court", "Yes: officers said so", "Russia"]) await at.taps(9001, label);
    await at.taps(ada.who.user, "I take it");
    await comesIn(at, ada);
    await types(page, "Write", ASKED);
    await page.locator("#composer").fill("a".repeat(3002));
    await page.getByText("Too long. Characters to take out: 2").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    assert.equal((await page.locator("#composer").inputValue()).length, 3002, "nothing is cut off, and nothing sent");
    await page.locator("#composer").fill(ASKED);
    await page.locator('#composer[data-kept="true"]').waitFor();
    await at.taps(9001, "Passports of both countries at war");
    await page.locator("#composer").focus();
    const take = page.getByRole("button", { name: "I take it" });
    await take.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "composer", "the keyboard stays");
    await timeline(page, "Passports of both countries at war").waitFor();
    assert.equal(await page.locator("#composer").inputValue(), ASKED);
    await cleanAndNarrow(page);
    await take.click();
    await page.getByText("You have it · since").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await at.sees(9001, ASKED);
  }));

test("whoever is called for a case that the server cannot read is told whom to call, and has no button", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await page.setViewportSize(HAND);
    await page.route(/\/api\/cases(\?.*)?$/, async (route) => {
      const answer = await route.fetch();
      const list = (await answer.json()) as { readonly cases: readonly object[] };
      await route.fulfill({ response: answer, json: { ...list, cases: list.cases.map((one) => ({ ...one, unreadable: true })) } });
    });
    await comesIn(at, ada);
    await heading(page, "Cases");
    const code = await at.reports(9001, TYPED);
    const line = page.locator("#screen li").filter({ hasText: code });
    await line.filter({ hasText: "The server cannot read this report. Call your operator now and say the code." }).waitFor();
    assert.equal(await line.getByRole("button").count(), 0);
    await cleanAndNarrow(page);
  }));

test("whoever is called and has locked keys opens them to take it, and is taken to the case", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    await comesIn(at, ada);
    await heading(page, "Cases");
    await page.reload();
    await heading(page, "Cases");
    const code = await at.reports(9001, TYPED);
    const line = page.locator("#screen li").filter({ hasText: code });
    const orders: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/do")) orders.push(request.postData() ?? "");
    });
    await line.getByRole("button", { name: "I take it" }).click();
    await page.getByLabel("Your seven words").waitFor();
    assert.deepEqual(orders, [], "nothing is taken before the keys are open");
    await unlocks(page, ada.words);
    await heading(page, code);
    await timeline(page, TYPED).waitFor();
    assert.match(orders.join("\n"), /^{"id":"[0-9a-f]{32}","did":"take","at":[0-9]+,"signature":"[0-9a-f]{128}"}$/);
    await at.sees(ada.who.user, "You have it since");
  }));

test("of many entries the newest are fetched first, and all are shown once", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await takes(at, ada);
    const words = Array.from({ length: 12 }, (_, n) => `he was seen at gate number ${n}.`);
    for (const text of words) await at.says(9001, text);
    await comesIn(at, ada);
    for (const text of words) await timeline(page, text).waitFor();
    await page.goto(await at.link(ada.who));
    at.requests.length = 0;
    await unlocks(page, ada.words);
    await heading(page, code);
    for (const text of [TYPED, ...words]) await timeline(page, text).waitFor();
    const shown = (await page.locator(".timeline .said").allTextContents()).filter((text) => words.includes(text));
    assert.deepEqual(shown, [...words].reverse());
    const asked = at.requests.map((request) => new URL(request.url())).filter(({ pathname }) => pathname.endsWith("/entries"));
    const after = asked.map(({ searchParams }) => Number(searchParams.get("after")));
    assert.ok((after[0] ?? 0) > 7 && after[1] === 0, `asked after ${after.join(", ")}`);
  }));

test("a case's first view is at most 100 KB beside what is sealed", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page, context } = ada.seat;
    const code = await takes(at, ada);
    await comesIn(at, ada);
    await heading(page, code);
    await timeline(page, TYPED).waitFor();
    // The language with the longest words.
    const came = ["/words/kk", "/vocabulary/kk"].map((path) => page.waitForResponse((of) => of.url().endsWith(path)));
    await page.locator("#language").selectOption("kk");
    for (const answer of came) await (await answer).finished();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    const paths = new Map<string, string>();
    const bytes = new Map<string, number>();
    devtools.on("Network.responseReceived", ({ requestId, response }) => paths.set(requestId, new URL(response.url).pathname));
    devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
    await page.route("**/api/redeem", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), language: "kk" } });
    });
    // From the link in the chat to the family's words: what opens entries and says what stands in them too.
    const said = page.waitForResponse((of) => of.url().endsWith("/vocabulary/kk"));
    await page.goto("about:blank");
    await page.goto(await at.link(ada.who));
    await page.locator("#seven-words").fill(ada.words.join(" "));
    await page.locator("form [type=submit]").click();
    await timeline(page, TYPED).waitFor();
    await (await said).finished();
    const all = [...bytes].map(([id, size]) => [paths.get(id) ?? "", size] as const);
    const first = all.filter(([path]) => !path.endsWith("/entries"));
    const sum = first.reduce((total, [, size]) => total + size, 0);
    assert.ok(first.some(([path]) => path === "/console.css") && first.some(([path]) => path === "/vocabulary/kk") && first.some(([path]) => path === `/api/cases/${code}`), JSON.stringify(first));
    assert.ok(sum > 0 && sum <= 100 * 1024, `${sum} bytes: ${JSON.stringify(first)}`);
  }));
