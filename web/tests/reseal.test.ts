import assert from "node:assert/strict";
import test from "node:test";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Awaiting, Waiting } from "../console/api";
import { base64 } from "../console/bytes";
import { Roster } from "../console/chain";
import { hindrance, readersOf } from "../console/reseal";
import { clean, cleanAndNarrow } from "./axe";
import { desk } from "./desk";
import { comes, isIn, joins, signsIn, unlocks } from "./member";
import { downloads, opensByAge } from "./stock-age";

const BEFORE = "the blue house by the mill";
const AFTER = "a grey van at the back";

test("a new lawyer opens an old case once a coordinator has signed in, and nothing that comes after their revocation", () =>
  desk(async (at) => {
    const dana = await joins(at, "coordinator", "Dana");
    const code = await at.reports(9001, BEFORE);
    const ada = await joins(at, "lawyer", "Ada");
    await signsIn(at, ada);
    await ada.seat.page.getByText("No case waits.").waitFor();
    const keys = await downloads(at, ada);
    assert.deepEqual((await opensByAge(at, code, keys, ada.words)).texts, [], "it began before she came");

    await signsIn(at, dana);
    await dana.seat.page.getByText("No case waits.").waitFor();
    await clean(dana.seat.page);
    assert.equal(await at.run("case", "awaiting"), "");
    const old = await opensByAge(at, code, keys, ada.words);
    assert.ok(old.texts.some((text) => text.includes(BEFORE)) && old.shut === 0);

    await at.run("member", "revoke", ada.who.id);
    await at.says(9001, AFTER);
    const held = await downloads(at, dana);
    for (;;) {
      const all = await opensByAge(at, code, held, dana.words);
      assert.equal(all.shut, 0, "who stays opens everything");
      if (all.texts.some((text) => text.includes(AFTER))) break;
    }
    const now = await opensByAge(at, code, keys, ada.words);
    assert.ok(!now.texts.some((text) => text.includes(AFTER)));
    await dana.seat.page.getByRole("button", { name: "You", exact: true }).click();
    await dana.seat.page.getByText("No case waits.").waitFor();
    assert.deepEqual((await opensByAge(at, code, keys, ada.words)).texts, [], "the files that are here now are not for her");
  }));

test("after a reload the keys are locked, what waits is listed, and it is passed on once they are open", () =>
  desk(async (at) => {
    const dana = await joins(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const code = await at.reports(9001, BEFORE);
    await signsIn(at, dana);
    await page.getByText("No case waits.").waitFor();
    await page.reload();
    await isIn(page);
    await joins(at, "lawyer", "Ada");
    await page.getByRole("button", { name: "You", exact: true }).click();
    await page.getByText("Open your keys. Then they are passed on.").waitFor();
    await page.getByRole("listitem").filter({ hasText: code }).waitFor();
    await clean(page);
    await page.setViewportSize({ width: 320, height: 640 });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    await page.getByRole("button", { name: "Open my keys" }).click();
    await unlocks(page, dana.words);
    await page.getByText("No case waits.").waitFor();
  }));

test("a server that wants a key sealed to somebody whom nobody signed for gets nothing", () =>
  desk(async (at) => {
    const dana = await joins(at, "coordinator", "Dana");
    const { page } = dana.seat;
    await at.reports(9001, BEFORE);
    await joins(at, "lawyer", "Ada");
    const posted: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/api/reseal")) posted.push(request.url());
    });
    const stranger = /public key: (age1\w+)/.exec(await at.fed("", "recovery", "new"))?.[1] ?? "";
    let asked = 0;
    await page.route("**/api/reseal*", async (route) => {
      if (route.request().method() === "POST") return route.continue();
      const answer = await route.fetch();
      const list = (await answer.json()) as Awaiting;
      asked += list.keys.length;
      const keys = list.keys.map((one) => ({ ...one, wanted: one.wanted.map((w) => ({ ...w, recipient: stranger })) }));
      await route.fulfill({ response: answer, json: { ...list, keys } });
    });
    await signsIn(at, dana);
    await page.getByText("For these the server and the signed list differ. Call your operator.").waitFor();
    await cleanAndNarrow(page);
    assert.ok(asked > 0);
    assert.deepEqual(posted, []);
    await page.unroute("**/api/reseal*");
    await page.getByRole("button", { name: "You", exact: true }).click();
    await page.getByText("No case waits.").waitFor();
    assert.equal(posted.length, 1, "the truth is believed");
  }));

test("where the recovery keys are not signed the page says why nothing is passed on, and who can change it", () =>
  desk(async (at) => {
    const notYet = (line: string): boolean => !line.includes('"recovery"');
    const [dana, ada] = [await comes(at, "coordinator", "Dana"), await comes(at, "lawyer", "Ada")];
    await at.signs(dana.who, dana.voice, (line) => notYet(line) && !line.includes(ada.who.id));
    const code = await at.reports(9001, BEFORE);
    await at.signs(ada.who, ada.voice, notYet);
    await signsIn(at, dana);
    const { page } = dana.seat;
    await page.getByText("The recovery keys are not signed, so no case is passed on.").waitFor();
    await page.getByText("Your operator can change that: habeas member sign --recovery.").waitFor();
    await page.getByRole("listitem").filter({ hasText: code }).waitFor();
    await cleanAndNarrow(page);
    await at.signs(ada.who, ada.voice);
    await page.getByRole("button", { name: "You", exact: true }).click();
    await page.getByText("No case waits.").waitFor();
  }));

test("keys that do not open here are said to be shut, tried once, and keep nobody from those after them", () =>
  desk(async (at) => {
    const dana = await joins(at, "coordinator", "Dana");
    const { page } = dana.seat;
    const code = await at.reports(9001, BEFORE);
    await joins(at, "lawyer", "Ada");
    const asked: string[] = [];
    // What the server hands out at once is one key here, and the first of them opens for nobody.
    await page.route("**/api/reseal*", async (route) => {
      if (route.request().method() === "POST") return route.continue();
      const after = Number(new URL(route.request().url()).searchParams.get("after"));
      asked.push(String(after));
      const answer = await route.fetch({ url: route.request().url().replace(/after=\d+/, `after=${Math.max(after - 1, 0)}`) });
      const list = (await answer.json()) as Awaiting;
      const other = await identityToRecipient(await generateX25519Identity());
      const sealed = new Encrypter();
      sealed.addRecipient(other);
      const case_key = base64(await sealed.encrypt("not for her"));
      const shut: Waiting = { code: "RD-000", generation: 1, recipient: other, case_key, state: "00".repeat(32), wanted: [], two_holders: false };
      await route.fulfill({ response: answer, json: { ...list, keys: after === 0 ? [shut] : list.keys, codes: ["RD-000", ...list.codes] } });
    });
    await signsIn(at, dana);
    await page.getByText("These do not open with your keys. They wait for somebody else.").waitFor();
    await page.getByRole("listitem").filter({ hasText: "RD-000" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: code }).waitFor({ state: "detached" });
    await cleanAndNarrow(page);
    // Each room that is entered looks anew, once the look before is over.
    assert.deepEqual(asked.slice(0, 3), ["0", "1", "1"]);
    assert.equal(await at.run("case", "awaiting"), "");
  }));

test("a list of members that nobody signs, or that names no holder, passes nothing on", () => {
  assert.equal(hindrance(new Roster(null)), "unsigned");
  const roster = new Roster("00".repeat(32));
  assert.equal(hindrance(roster), "no-holder");
  roster.recovery = ["age1r"];
  assert.equal(hindrance(roster), null);
});

test("whom a key is sealed to: whom the list names, and the holder whom the root signed for", () => {
  const roster = new Roster("00".repeat(32));
  const standing = { role: "lawyer" as const, signingKey: null, madeBy: new Set<string>() };
  roster.members.set("m-1", { ...standing, recipient: "age1a", revoked: false });
  roster.members.set("m-2", { ...standing, recipient: "age1b", revoked: true });
  const one = (wanted: readonly [string, string][], two_holders = false): Waiting => ({
    code: "RD-742",
    generation: 1,
    recipient: "age1case",
    case_key: "",
    state: "",
    wanted: wanted.map(([member, recipient]) => ({ member, recipient })),
    two_holders,
  });
  assert.equal(readersOf(one([["m-1", "age1a"]]), roster), null, "no holder is signed for");
  roster.recovery = ["age1r"];
  assert.deepEqual(readersOf(one([["m-1", "age1a"]]), roster), ["age1a", "age1r"]);
  for (const wrong of [["m-1", "age1x"], ["m-2", "age1b"], ["m-3", "age1a"]] as const) {
    assert.equal(readersOf(one([["m-1", "age1a"], [...wrong]]), roster), null, wrong.join(" "));
  }
  assert.equal(readersOf(one([["m-1", "age1a"]], true), roster), null, "the holder is not left out");
  roster.recovery = ["age1r", "age1s"];
  assert.deepEqual(readersOf(one([["m-1", "age1a"]], true), roster), ["age1a"], "two have a file of their own");
  assert.equal(readersOf(one([["m-1", "age1a"]]), roster), null, "and neither gets one alone");
});
