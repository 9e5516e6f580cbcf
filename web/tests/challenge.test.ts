import assert from "node:assert/strict";
import test from "node:test";
import { hex, lengthPrefixed, utf8 } from "../console/bytes";
import { codeBytes, keepBytes, noteBytes, removeBytes, renewBytes, signInBytes, takeBytes } from "../console/challenge";

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

test("what changes the copies is signed as the server reads it, each change for itself", async () => {
  const zeros = "00".repeat(7);
  const of = { member: "m-1", at: 3 };
  const expected = [
    `${zeros}10${hex(utf8("habeas/device/v1"))}`,
    `${zeros}14${hex(utf8("https://desk.example"))}`,
    `${zeros}03${hex(utf8("m-1"))}`,
    `${zeros}05${hex(utf8("words"))}`,
    `${zeros}20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`,
    `${zeros}08${zeros}03`,
  ];
  assert.equal(hex(await keepBytes(of, "words", "")), expected.join(""));
  const all = [removeBytes(of, "d-1"), codeBytes(of, utf8("d-1")), await keepBytes(of, "passkey", "")].map(hex);
  assert.equal(new Set([...all, expected.join("")]).size, 4);
  assert.throws(() => removeBytes({ ...of, member: "m-1\u0000" }, "d-1"));
  const renewal = [
    `${zeros}0f${hex(utf8("habeas/renew/v1"))}`,
    `${zeros}14${hex(utf8("https://desk.example"))}`,
    `${zeros}03${hex(utf8("m-1"))}`,
    `${zeros}06${hex(utf8("RD-123"))}`,
    `${zeros}08${zeros}03`,
  ];
  assert.equal(hex(renewBytes(of, "RD-123")), renewal.join(""));
});

test("a taking and a note are signed as the server reads them, each for its case and its order", async () => {
  const zeros = "00".repeat(7);
  const of = { member: "m-1", at: 3 };
  const whole = (purpose: string, more: readonly string[]): string =>
    [
      `${zeros}0e${hex(utf8(purpose))}`,
      `${zeros}14${hex(utf8("https://desk.example"))}`,
      `${zeros}03${hex(utf8("m-1"))}`,
      `${zeros}06${hex(utf8("RD-123"))}`,
      `${zeros}02${hex(utf8("0a"))}`,
      ...more,
      `${zeros}08${zeros}03`,
    ].join("");
  assert.equal(hex(takeBytes(of, "RD-123", "0a")), whole("habeas/take/v1", []));
  const empty = `${zeros}20e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`;
  assert.equal(hex(await noteBytes(of, "RD-123", "0a", "")), whole("habeas/note/v1", [empty]));
});
