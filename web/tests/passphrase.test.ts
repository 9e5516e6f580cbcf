import assert from "node:assert/strict";
import test from "node:test";
import { EFF_LONG_WORDLIST } from "secure-password-utilities/wordlists";
import { COUNT, makeWords } from "../console/passphrase";
import { tidied } from "../console/tidied";

test("seven words of 7,776 different ones are ninety bits, and none of them holds a space", () => {
  assert.equal(new Set(EFF_LONG_WORDLIST).size, 7776);
  assert.ok(COUNT * Math.log2(7776) > 90);
  assert.ok(EFF_LONG_WORDLIST.every((word) => /^[a-z-]{3,9}$/.test(word)));
  const made = Array.from({ length: 2000 }, makeWords);
  assert.ok(made.every((words) => words.length === COUNT && words.every((word) => EFF_LONG_WORDLIST.includes(word))));
  assert.ok(new Set(made.flat()).size > 6000, "all of the list is drawn from");
  assert.equal(new Set(made.map((words) => words.join(" "))).size, made.length);
});

test("words are read however they are typed", () => {
  assert.equal(tidied("  Drop-Down,  FELT-TIP. zone;\n"), "drop-down felt-tip zone");
});
