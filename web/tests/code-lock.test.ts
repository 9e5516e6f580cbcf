import assert from "node:assert/strict";
import test from "node:test";
import { lengthPrefixed, utf8 } from "../console/bytes";
import { isCode, isGuessed, lock, newKey, type Opens, proofOf, unlock } from "../console/code";

const PLACE = { member: "m-01", id: "c-01" };
const FILE = utf8("AGE-SECRET-KEY-1\n");

async function opens(code = "284617"): Promise<Opens> {
  return { key: await newKey(), code, share: crypto.getRandomValues(new Uint8Array(32)) };
}

test("only all three of code, this browser's key and the server's share open, and only in their place", async () => {
  const [by, other] = [await opens(), await opens()];
  const locked = await lock(by, PLACE, FILE);
  assert.deepEqual(await unlock(by, PLACE, locked), FILE);
  const wrong: [Opens, typeof PLACE][] = [
    [{ ...by, code: "284618" }, PLACE],
    [{ ...by, key: other.key }, PLACE],
    [{ ...by, share: other.share }, PLACE],
    [by, { ...PLACE, member: "m-02" }],
    [by, { ...PLACE, id: "c-02" }],
  ];
  for (const [keys, place] of wrong) assert.equal(await unlock(keys, place, locked), null);
  const sealed = Uint8Array.from(locked.sealed, (byte, i) => (i === 0 ? byte ^ 1 : byte));
  assert.equal(await unlock(by, PLACE, { ...locked, sealed }), null);
});

test("the browser's key cannot be taken out, and the proof says nothing of what locks", async () => {
  const { key } = await opens();
  for (const format of ["raw", "jwk"] as const) await assert.rejects(crypto.subtle.exportKey(format, key));
  const proof = await proofOf(key, "284617");
  assert.deepEqual(await proofOf(key, "284617"), proof);
  assert.notDeepEqual(await proofOf(key, "284618"), proof);
  const share = new Uint8Array(32);
  const locked = await lock({ key, code: "284617", share }, PLACE, FILE);
  // Whoever sees the proof and the share, and has the file, still lacks what the key makes of the code.
  const both = new Uint8Array([...proof, ...share]);
  const from = await crypto.subtle.importKey("raw", both, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: lengthPrefixed([utf8("habeas/code-wrap/v1"), utf8(PLACE.member), utf8(PLACE.id)]) };
  const guess = await crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  await assert.rejects(crypto.subtle.decrypt({ name: "AES-GCM", iv: locked.iv }, guess, locked.sealed));
});

test("six digits that are tried first are no code", () => {
  for (const code of ["000000", "777777", "123456", "012345", "456789", "987654", "543210"]) assert.ok(isGuessed(code), code);
  for (const code of ["284617", "123457", "890123", "135791", "112233", "000001"]) assert.ok(!isGuessed(code), code);
  for (const text of ["", "12345", "1234567", "12345a", " 123456", "١٢٣٤٥٦"]) assert.ok(!isCode(text), text);
});
