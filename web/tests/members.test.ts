import assert from "node:assert/strict";
import test from "node:test";
import type { Page } from "playwright-core";
import { hex } from "../console/bytes";
import { signedBytes, type Act, type Statement } from "../console/statement";
import { clean } from "./axe";
import { desk, type Desk, type Person } from "./desk";
import { makes } from "./maker";
import { comes, heading, joins, type Member, signsIn, unlocks } from "./member";
import { DESK } from "./support";

const NARROW = { width: 320, height: 640 };

/** Nothing is wrong in what is shown, also on the smallest screen. */
async function fits(page: Page): Promise<void> {
  await clean(page);
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= NARROW.width, `${wide} px`);
  await clean(page);
  await page.setViewportSize(DESK);
}

async function presses(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function opensMembers(page: Page): Promise<void> {
  await presses(page, "Members");
  await heading(page, "Members");
}

/** Waits until the page says this of somebody. */
async function says(page: Page, name: string, what: string): Promise<void> {
  // Also an identifier holds letters.
  const of = page.locator(".people li", { hasText: new RegExp(`${name} · `) });
  await of.last().filter({ hasText: what }).waitFor();
}

async function types(page: Page, words: string): Promise<void> {
  await page.getByLabel("The eight words that you hear").fill(words);
  await presses(page, "Compare and sign");
}

async function comesIn(at: Desk, role: Person["role"], name: string): Promise<Member> {
  const member = await joins(at, role, name);
  await signsIn(at, member);
  return member;
}

test("a coordinator hears eight words and signs, the lawyer comes in, and is out at once when revoked", () =>
  desk(async (at) => {
    const dana = await comesIn(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const ada = await comes(at, "lawyer", "Ada");
    await comes(at, "coordinator", "Eve");
    await opensMembers(page);
    await fits(page);
    await says(page, "Ada", "the keys wait for a signature");
    await says(page, "Dana", "signed: cases open for these keys");
    // Nobody is there to be the second.
    await says(page, "Eve", "only your operator can sign this");
    assert.equal(await page.getByRole("button", { name: "Sign for the keys: Eve" }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "Revoke: Dana" }).count(), 0, "nobody signs for themselves");
    assert.equal(await page.getByRole("button", { name: "Show the eight words: Ada" }).count(), 0, "they are heard");

    await presses(page, "Sign for the keys: Ada");
    await heading(page, "Sign for somebody's keys");
    await page.getByText(`Ada · lawyer · ${ada.who.id}`).waitFor();
    await fits(page);
    await page.getByLabel("The eight words that you hear").fill("opera panda");
    await page.keyboard.press("Enter");
    await page.getByText("These are not eight of our words.").waitFor();
    await types(page, dana.voice);
    await page.getByText("These are other words. Do not sign. Somebody else's key may be here.").waitFor();
    await fits(page);
    await ada.seat.page.goto(await at.link(ada.who));
    await unlocks(ada.seat.page, ada.words);
    await heading(ada.seat.page, "Your keys are made");
    await ada.seat.page.locator("#language").selectOption("ru");
    await heading(ada.seat.page, "Ваши ключи созданы");
    const cyrillic = await ada.seat.page.locator(".words li").allTextContents();
    await ada.seat.page.locator("#language").selectOption("en");
    await types(page, cyrillic.join(", ").toUpperCase());
    await heading(page, "You have signed");
    await page.getByText("It counts from now on.").waitFor();
    await fits(page);
    await presses(page, "Back to the members");
    await heading(page, "Members");
    await says(page, "Ada", "signed: cases open for these keys");
    await presses(page, "Show the eight words: Ada");
    await page.locator(".people .words").waitFor();
    assert.equal((await page.locator(".people .words li").allTextContents()).join(" "), ada.voice);
    await fits(page);

    await signsIn(at, ada);
    await opensMembers(ada.seat.page);
    assert.equal(await ada.seat.page.getByRole("button", { name: /^(Sign|Revoke|Send)/ }).count(), 0, "a lawyer reads");
    await fits(ada.seat.page);

    await presses(page, "Send a link for new keys: Ada");
    await heading(page, "The link is sent");
    await fits(page);
    assert.ok(!(await page.content()).includes("/#"), "the link is for Ada alone");
    const sent = await at.sees(ada.who.user, "A coordinator sends you this link");
    assert.match(sent.buttons[0]?.[0]?.url ?? "", /\/#[\w-]{43}$/);

    await at.adds("lawyer", "Fay");
    await opensMembers(page);
    await says(page, "Fay", "has no keys yet");
    await presses(page, "Send a link for new keys: Fay");
    await heading(page, "The bot cannot write to them");
    at.forgives(/409 \(Conflict\)/);
    await fits(page);

    await presses(page, "Back to the members");
    await presses(page, "Revoke: Ada");
    await heading(page, "Revoke somebody");
    await fits(page);
    await presses(page, "No, leave it");
    await heading(page, "Members");
    await presses(page, "Revoke: Ada");
    await presses(page, "Yes, sign it");
    await heading(page, "The last of this role. Only your operator can revoke them.");
    await fits(page);
    at.forgives(/409 \(Conflict\)/);
    await comes(at, "lawyer", "Gil");
    await presses(page, "Back to the members");
    await heading(page, "Members");
    await presses(page, "Revoke: Ada");
    await presses(page, "Yes, sign it");
    await heading(page, "You have signed");
    await presses(page, "Back to the members");
    await heading(page, "Members");
    await says(page, "Ada", "not a member any more");
    await presses(ada.seat.page, "Your locked copies");
    await heading(ada.seat.page, "You are not signed in");
    at.forgives(/401 \(Unauthorized\)/);
  }));

test("for a coordinator two sign, of whom neither made the other, and keys that were locked are asked for", () =>
  desk(async (at) => {
    const dana = await comesIn(at, "coordinator", "Dana");
    const aru = await comesIn(at, "coordinator", "Aru");
    const ben = await comes(at, "coordinator", "Ben");
    const page = dana.seat.page;
    await page.reload();
    await opensMembers(page);
    await presses(page, "Sign for the keys: Ben");
    await page.getByText("After you, a second coordinator has to sign.").waitFor();
    await types(page, ben.voice);
    await heading(page, "Open your keys");
    await unlocks(page, dana.words);
    await heading(page, "You have signed");
    await page.getByText("It waits for a second coordinator.").waitFor();
    await fits(page);
    await presses(page, "Back to the members");
    await page.getByText("You have signed. Another coordinator has to sign too.").waitFor();
    await fits(page);

    const second = aru.seat.page;
    await opensMembers(second);
    await second.getByText("Signed first by: Dana").waitFor();
    await fits(second);
    await presses(second, "Sign too: Ben");
    await types(second, aru.voice);
    await second.getByText("These are other words.").waitFor();
    await types(second, ben.voice);
    await second.getByText("It counts from now on.").waitFor();
    await signsIn(at, ben);

    const cem = await comes(at, "coordinator", "Cem");
    await opensMembers(page);
    // Dana made Ben.
    await says(page, "Aru", "Revoke: only your operator can sign this");
    await presses(page, "Sign for the keys: Cem");
    const renewed = await makes(at, await at.run("member", "enrol", cem.who.id));
    await types(page, cem.voice);
    await heading(page, "Something has changed meanwhile");
    at.forgives(/409 \(Conflict\)/);
    await fits(page);
    await presses(page, "Back to the members");
    await presses(page, "Sign for the keys: Cem");
    await types(page, renewed.voice);
    await page.getByText("It waits for a second coordinator.").waitFor();
    await opensMembers(page);
    await presses(page, "Revoke: Ben");
    await presses(page, "Yes, sign it");
    await page.getByText("It waits for a second coordinator.").waitFor();
    await opensMembers(ben.seat.page);
    await ben.seat.page.getByText("You cannot be the second here.").waitFor();
    assert.equal(await ben.seat.page.getByText("Signed first by: Dana").count(), 1, "and nothing about Ben");

    await opensMembers(second);
    await second.getByText("They are to be revoked.").waitFor();
    await presses(second, "Sign too: Ben");
    await heading(second, "Revoke somebody");
    await presses(second, "Yes, sign it");
    await second.getByText("It counts from now on.").waitFor();
    await presses(ben.seat.page, "You");
    await heading(ben.seat.page, "You are not signed in");
    at.forgives(/401 \(Unauthorized\)/);
  }));

test("what goes wrong once keys are unlocked on the way is told as what it is, with a way on", () =>
  desk(async (at) => {
    const dana = await comesIn(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const ben = await comes(at, "lawyer", "Ben");
    const answers = [
      [503, { code: "store" }, "The server cannot keep anything now", "Try again"],
      [409, { code: "statement" }, "Something has changed meanwhile", "Back to the members"],
      [200, null, "This page could not do that", "Try again"],
    ] as const;
    for (const [status, json, told, on] of answers) {
      await page.reload();
      await opensMembers(page);
      await presses(page, "Sign for the keys: Ben");
      await types(page, ben.voice);
      await heading(page, "Open your keys");
      await page.route("**/api/statements", (route) => route.fulfill({ status, json }));
      await unlocks(page, dana.words);
      await heading(page, told);
      await fits(page);
      await page.unroute("**/api/statements");
      await presses(page, on);
      await heading(page, "Members");
    }
    at.forgives(/503 \(Service Unavailable\)|409 \(Conflict\)/);
    await presses(page, "Sign for the keys: Ben");
    await types(page, ben.voice);
    await heading(page, "You have signed");
  }));

test("whoever locks while something is on its way reads that it is locked, and nothing else", () =>
  desk(async (at) => {
    const dana = await comesIn(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const ben = await comes(at, "lawyer", "Ben");
    await opensMembers(page);
    await presses(page, "Sign for the keys: Ben");
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/chain", async (route) => {
      await held;
      await route.abort("connectionreset");
    });
    await types(page, ben.voice);
    await heading(page, "Signing");
    await presses(page, "Lock now");
    await heading(page, "Locked");
    const lost = page.waitForEvent("requestfailed");
    release();
    await lost;
    await fits(page);
    await heading(page, "Locked");
    at.forgives(/ERR_CONNECTION_RESET/);
  }));

interface Chain {
  root: string | null;
  statements: Statement[];
}

/** A stranger's key, and statements that it signs. */
async function stranger(): Promise<{ key: string; signs: (of: Statement) => Promise<Statement> }> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const key = hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const signs = async (of: Statement): Promise<Statement> => {
    const signature = hex(new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, signedBytes(of))));
    return { ...of, signed: [{ by: key, signature }] };
  };
  return { key, signs };
}

test("a server that lies about the members is refused, and nothing is signed or sent", () =>
  desk(async (at) => {
    const dana = await comesIn(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const ada = await comes(at, "lawyer", "Ada");
    const thief = await stranger();
    const last = (chain: Chain): Statement => chain.statements.at(-1) ?? assert.fail("no statement");
    const stolen: Act = { act: "member", member: "m-0bad", role: "lawyer", recipient: "age1thief", signing_key: thief.key };
    const lies: Record<string, (chain: Chain) => Promise<Chain>> = {
      "a row put in": async (chain) => {
        const row = await thief.signs({ ...last(chain), seq: chain.statements.length + 1, stated: stolen });
        return { ...chain, statements: [...chain.statements, row] };
      },
      "a row signed anew": async (chain) => {
        const row = await thief.signs({ ...last(chain), stated: { ...last(chain).stated, recipient: "age1thief" } as Act });
        return { ...chain, statements: [...chain.statements.slice(0, -1), row] };
      },
      "a cut tail": async (chain) => ({ ...chain, statements: chain.statements.slice(0, -1) }),
      "a row cut out": async (chain) => ({ ...chain, statements: chain.statements.toSpliced(1, 1) }),
      "another root": async (chain) => {
        const [first] = chain.statements;
        if (first === undefined) assert.fail("no statement");
        return { root: thief.key, statements: [await thief.signs({ ...first, stated: { act: "root", key: thief.key } })] };
      },
      "no root": async () => ({ root: null, statements: [] }),
    };
    const posted: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") posted.push(request.url());
    });
    const tells = (on: Page, lie: (chain: Chain) => Promise<Chain>): Promise<unknown> =>
      on.route("**/api/chain", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: await lie((await answer.json()) as Chain) });
      });
    const distrusts = async (on: Page, why: string): Promise<void> => {
      await heading(on, "The list of members was changed").catch(() => assert.fail(`${why} is believed`));
      await on.getByText("Sign nothing, and open nothing.").waitFor();
    };

    for (const [why, lie] of Object.entries(lies)) {
      await page.unroute("**/api/chain");
      await opensMembers(page);
      await tells(page, lie);
      await presses(page, "Members");
      await distrusts(page, why);
      await page.reload();
      await distrusts(page, why);
    }
    await fits(page);
    assert.deepEqual(posted.filter((url) => /\/api\/(statements|reseal|enrol-link)$/.test(url)), []);

    // It lies only once the words are heard and the keys are open.
    await page.unroute("**/api/chain");
    await signsIn(at, dana);
    await opensMembers(page);
    await presses(page, "Sign for the keys: Ada");
    posted.length = 0;
    await tells(page, lies["a cut tail"] ?? assert.fail());
    await types(page, ada.voice);
    await distrusts(page, "a cut tail");
    assert.deepEqual(posted, []);

    // A browser that never saw a chain has the root from the keys.
    const fresh = await at.opens();
    await tells(fresh.page, lies["another root"] ?? assert.fail());
    await fresh.page.goto(await at.link(dana.who));
    await unlocks(fresh.page, dana.words);
    await distrusts(fresh.page, "another root");
  }));
