import assert from "node:assert/strict";
import test from "node:test";
import { Encrypter } from "age-encryption";
import { hex, unhex, utf8 } from "../console/bytes";
import { byWords, makeKeys, readKeys } from "../console/keys";

test("keys that were wiped sign, open and wrap nothing", async () => {
  const made = await makeKeys(null);
  const copy = await made.lend(async (file) => new Uint8Array(file));
  const keys = await readKeys(copy);
  const encrypter = new Encrypter();
  encrypter.addRecipient(keys.recipient);
  const sealed = await encrypter.encrypt("by the mill");
  const signature = await keys.sign(utf8("stated"));
  const key = await crypto.subtle.importKey("raw", unhex(keys.signingKey), "Ed25519", false, ["verify"]);
  assert.ok(await crypto.subtle.verify("Ed25519", key, unhex(signature), utf8("stated")));
  assert.equal(new TextDecoder().decode(await keys.open(sealed)), "by the mill");
  keys.wipe();
  assert.equal(hex(copy), "00".repeat(copy.length), "the identity file itself");
  const locked = { message: "the keys are locked" };
  await assert.rejects(keys.sign(utf8("stated")), locked);
  await assert.rejects(keys.open(sealed), locked);
  await assert.rejects(keys.wrap(byWords("seven words")), locked);
  await assert.rejects(keys.lend(async () => undefined), locked);
});
