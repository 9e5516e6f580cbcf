import assert from "node:assert/strict";
import test from "node:test";
import { hex, lengthPrefixed, utf8 } from "../console/bytes";
import { signInBytes } from "../console/challenge";

Object.assign(globalThis, { location: { origin: "https://desk.example" } });

const GOOD = { link: "01".repeat(32), member: "m-01", nonce: "02".repeat(32), expiry: 3 };

test("the bytes are those of the server", () => {
  const zeros = "00".repeat(7);
  const expected = [
    `${zeros}11${hex(utf8("habeas/sign-in/v1"))}`,
    `${zeros}14${hex(utf8("https://desk.example"))}`,
    `${zeros}20${"01".repeat(32)}`,
    `${zeros}04${hex(utf8("m-01"))}`,
    `${zeros}20${"02".repeat(32)}`,
    `${zeros}08${zeros}03`,
  ];
  assert.equal(hex(signInBytes(GOOD)), expected.join(""));
  assert.equal(hex(lengthPrefixed([])), "");
});

test("what is no nonce is not signed: an entry, a case's key, another statement", () => {
  const entry = hex(utf8("age-encryption.org/v1\n-> X25519 …"));
  const others = [
    { ...GOOD, nonce: entry },
    { ...GOOD, nonce: "02".repeat(31) },
    { ...GOOD, nonce: `${"02".repeat(31)}zz` },
    { ...GOOD, link: entry },
    { ...GOOD, member: "m-1\u0000" },
    { ...GOOD, member: "" },
  ];
  for (const other of others) assert.throws(() => signInBytes(other), JSON.stringify(other));
});
