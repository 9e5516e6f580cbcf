import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { REASONS, reasonFor } from "../console/refusals";

test("each reason for which the server refuses has its own sentence", async () => {
  const server = await readFile("../src/console/request.rs", "utf8");
  const codes = [...server.matchAll(/StatusCode::\w+, "([a-z-]+)"\)|"code": "([a-z-]+)"/g)].map(([, a, b]) => a ?? b ?? "");
  assert.ok(codes.includes("no-link") && codes.includes("store"), codes.join(" "));
  // What is wrong with the chain has a screen of its own.
  const untold = codes.filter((code) => code !== "chain" && !Object.hasOwn(REASONS, code));
  assert.deepEqual(untold, []);
  assert.equal(reasonFor("constructor"), REASONS.fault);
});
