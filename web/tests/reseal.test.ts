import assert from "node:assert/strict";
import test from "node:test";
import type { Awaiting, Waiting } from "../console/api";
import { Roster } from "../console/chain";
import { readersOf } from "../console/reseal";
import { clean } from "./axe";
import { desk } from "./desk";
import { isIn, joins, signsIn, unlocks } from "./member";
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
    await page.route("**/api/reseal", async (route) => {
      if (route.request().method() === "POST") return route.continue();
      const answer = await route.fetch();
      const list = (await answer.json()) as Awaiting;
      asked += list.keys.length;
      const keys = list.keys.map((one) => ({ ...one, wanted: one.wanted.map((w) => ({ ...w, recipient: stranger })) }));
      await route.fulfill({ response: answer, json: { ...list, keys } });
    });
    await signsIn(at, dana);
    await page.getByText("They are passed on while you are signed in.").waitFor();
    assert.ok(asked > 0);
    assert.deepEqual(posted, []);
    await page.unroute("**/api/reseal");
    await page.getByRole("button", { name: "You", exact: true }).click();
    await page.getByText("No case waits.").waitFor();
    assert.equal(posted.length, 1, "the truth is believed");
  }));

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
