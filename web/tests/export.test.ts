import assert from "node:assert/strict";
import test from "node:test";
import { desk } from "./desk";
import { joinsByPage, signsIn } from "./member";
import { downloads, opensByAge } from "./stock-age";

const TYPED = "Invented City, the yellow court";

test("the stock age opens a case with the locked keys that a member downloaded, and with nothing of ours", () =>
  desk(async (at) => {
    const ada = await joinsByPage(at, "lawyer", "Ada");
    const code = await at.reports(9001, TYPED);
    await signsIn(at, ada);
    const keys = await downloads(at, ada);
    const { texts, shut } = await opensByAge(at, code, keys, ada.words);
    assert.ok(texts.some((text) => text.includes(TYPED)), `${texts.length} entries`);
    assert.equal(shut, 0);
    const wrong = [...ada.words].reverse();
    assert.deepEqual((await opensByAge(at, code, keys, wrong)).texts, [], "by their words alone");
  }));
