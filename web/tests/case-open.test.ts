import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { base64, unbase64 } from "../console/bytes";
import type { CaseKey } from "../console/case-api";
import { CaseKeys, type Entry, noteLine, readEntry } from "../console/case-open";
import { deedsOf, mainDeed } from "../console/deed-list";
import { fileOf, placeOf } from "../console/entry-body";
import type { Keys } from "../console/keys";

const AT = Date.UTC(2026, 1, 2, 2, 40);

/** A member's keys, as far as a case needs them. */
async function member(): Promise<{ recipient: string; keys: Keys }> {
  const identity = await generateX25519Identity();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const keys = { open: (file: Uint8Array) => decrypter.decrypt(file) } as Keys;
  return { recipient: await identityToRecipient(identity), keys };
}

async function sealedTo(recipient: string, plain: string | Uint8Array): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return base64(await encrypter.encrypt(plain));
}

async function key(generation: number, reader: string): Promise<{ identity: string; key: CaseKey }> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return { identity, key: { generation, recipient, case_key: await sealedTo(reader, `${identity}\n`) } };
}

const line = (seq: number, kind = "words"): string =>
  `{"v":1,"seq":${seq},"at":"2026-02-02T02:40:00Z","kind":"${kind}","body":{"text":"a\\nb"}}`.padEnd(1024, " ");

test("entries of each generation open with its key alone, and what does not open hides nothing else", async () => {
  const { recipient, keys } = await member();
  const stranger = await member();
  const [first, second] = [await key(1, recipient), await key(2, stranger.recipient)];
  const opens = new CaseKeys();
  await opens.opens([second.key, first.key], keys);
  const entry = async (seq: number, of: CaseKey, generation = of.generation) =>
    opens.entry({ seq, at: AT, generation, by: null, sealed: await sealedTo(of.recipient, line(seq)) });
  assert.deepEqual(await entry(7, first.key), { seq: 7, at: AT, kind: "words", by: null, body: { text: "a\nb" } });
  assert.equal(await entry(8, second.key), null, "its key is for somebody else");
  assert.equal(await entry(9, second.key, 1), null, "it is not sealed to this one");
  opens.shut();
  assert.equal(await entry(7, first.key), null, "nothing opens once they are shut");
});

test("a key that the server puts beside another recipient is none", async () => {
  const { recipient, keys } = await member();
  const [one, other] = [await key(1, recipient), await key(1, recipient)];
  const opens = new CaseKeys();
  await opens.opens([{ ...one.key, case_key: other.key.case_key }], keys);
  assert.equal(opens.areOpen, false);
  assert.equal(await opens.note("words", "m-1", AT), null, "and no note is sealed to it");
});

test("a note is sealed to the present key, if that one opened here, in whole steps", async () => {
  const { recipient, keys } = await member();
  const [first, second] = [await key(1, recipient), await key(2, recipient)];
  const opens = new CaseKeys();
  await opens.opens([first.key, second.key], keys);
  const note = await opens.note("she is called Rook", "m-1", AT);
  assert.equal(note?.generation, 2);
  const decrypter = new Decrypter();
  decrypter.addIdentity(second.identity);
  const plain = await decrypter.decrypt(unbase64(note?.sealed ?? ""));
  assert.equal(plain.length % 1024, 0);
  const entry = readEntry(plain, { seq: 12, at: AT, by: "m-1" });
  assert.deepEqual(entry, { seq: 12, at: AT, kind: "note", by: "m-1", body: { text: "she is called Rook", member: "m-1" } });
  await opens.opens([first.key, second.key, { generation: 3, recipient: first.key.recipient, case_key: null }], keys);
  assert.equal(await opens.note("words", "m-1", AT), null, "the present key is not for this member");
});

test("what is no entry, or stands under another number, is not read", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const of = { seq: 7, at: AT, by: null };
  assert.notEqual(readEntry(bytes(line(7)), of), null);
  for (const wrong of [line(8), line(0), "{}", "[]", "null", "", line(7).replace('"v":1', '"v":2'), line(7).replace("{\"text", "[{\"text")]) {
    assert.equal(readEntry(bytes(wrong), of), null, wrong.trim());
  }
  assert.equal(readEntry(new Uint8Array([0xff, 0xfe]), of), null);
  assert.equal(readEntry(noteLine("x", "m-1", AT), of)?.kind, "note");
});

test("what a member's browser sealed is a note of theirs, and a note that nobody's did is nobody's", () => {
  const says = (seq: number, kind: string, body: object): Uint8Array => new TextEncoder().encode(JSON.stringify({ v: 1, seq, at: "", kind, body }));
  const mine = { seq: 7, at: AT, by: "m-1" };
  const note = { ...mine, kind: "note", body: { text: "a", member: "m-1" } };
  for (const [seq, kind] of [[7, "words"], [9, "action"], [0, "note"], [7, "asked"]] as const) {
    assert.deepEqual(readEntry(says(seq, kind, { text: "a", member: "m-2", reporter: 2, sent: { file_id: "f" } }), mine), note, kind);
  }
  const none = { seq: 7, at: AT, by: null };
  for (const seq of [0, 7]) {
    assert.deepEqual(readEntry(says(seq, "note", { text: "a", member: "m-2" }), none), { ...none, kind: "note", body: { text: "a" } });
  }
  assert.equal(readEntry(says(9, "note", { text: "a" }), none), null, "in another's place");
});

test("the file that is asked for is the one that the server keeps of what was sent", () => {
  const vectors = JSON.parse(readFileSync("../tests/vectors/entry-file.json", "utf8")) as { why: string; body: Entry["body"]; file: string | null }[];
  assert.equal(vectors.length, 20);
  for (const { why, body, file } of vectors) {
    assert.equal(fileOf({ seq: 1, at: AT, kind: "photo", by: null, body })?.file_id ?? null, file, why);
  }
});

test("of a photo the largest is shown, a place is one on Earth, and what Telegram did not send is nothing", () => {
  const entry = (sent: unknown) => ({ seq: 1, at: AT, kind: "photo", by: null, body: { sent } });
  const sizes = [{ file_id: "s", width: 90 }, { file_id: "l", width: 1280, file_size: 2048 }, { file_id: "m", width: 320 }];
  assert.deepEqual(fileOf(entry(sizes)), { file_id: "l", size: 2048 });
  assert.deepEqual(fileOf(entry({ file_id: "d" })), { file_id: "d", size: null });
  for (const none of [undefined, null, "x", [], {}, { file_id: 5 }]) assert.equal(fileOf(entry(none)), null);
  assert.deepEqual(placeOf(entry({ latitude: 43.2, longitude: 76.9 })), { north: 43.2, east: 76.9 });
  assert.deepEqual(placeOf(entry({ location: { latitude: -1, longitude: 2 } })), { north: -1, east: 2 });
  for (const none of [null, {}, { latitude: 91, longitude: 0 }, { latitude: "1", longitude: 2 }]) assert.equal(placeOf(entry(none)), null);
});

test("what can be pressed is what the server lets, and the one that matters is the one at hand", () => {
  assert.deepEqual(deedsOf({ may: [], owner_free: false }), []);
  assert.equal(mainDeed({ may: ["take", "speak"], owner_free: false, promise: null })?.did, "take");
  assert.equal(mainDeed({ may: ["act", "write"], owner_free: false, promise: { asked: true, lapsed: false, until: 0 } })?.did, "still-on");
  assert.equal(mainDeed({ may: ["act", "write"], owner_free: false, promise: { asked: false, lapsed: false, until: 0 } }), null);
  const said = (owner_free: boolean): boolean => deedsOf({ may: ["speak"], owner_free }).some(({ did }) => did === "agrees-free");
  assert.deepEqual([said(false), said(true)], [false, true]);
  assert.equal(mainDeed({ may: ["speak"], owner_free: false, promise: null })?.did, "spoke-with");
});
