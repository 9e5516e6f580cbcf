import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { Decrypter } from "age-encryption";
import { bech32 } from "@scure/base";
import type { Page } from "playwright-core";
import { unhex } from "../console/bytes";
import { type Desk, desk } from "./desk";
import { PIXEL } from "./files";
import { comesIn, heading, isIn, joins, joinsByPage, type Member, signsIn } from "./member";

const CODE = "284617";

/** Every file under a folder, as its bytes. */
async function files(folder: string): Promise<[string, Buffer][]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = all.filter((of) => of.isFile()).map((of) => join(of.parentPath, of.name));
  return Promise.all(paths.map(async (path): Promise<[string, Buffer]> => [path, await readFile(path)]));
}

/** Bytes as they might stand somewhere, by name. */
function forms(name: string, bytes: Uint8Array): [string, Buffer][] {
  const raw = Buffer.from(bytes);
  // Without the ends, which in Base64 depend on what is before and after.
  const base64 = [0, 1, 2].map((skip): [string, Buffer] => [`${name}, Base64 ${skip}`, Buffer.from(raw.subarray(skip).toString("base64").slice(0, 36))]);
  const numbers = Buffer.from(Array.from(raw.subarray(0, 12)).join(","));
  return [[name, raw], [`${name}, hex`, Buffer.from(raw.toString("hex"))], [`${name}, HEX`, Buffer.from(raw.toString("hex").toUpperCase())], [`${name}, numbers`, numbers], ...base64];
}

/** What nobody may find: the words, both private keys, and how they begin. */
async function needles({ words }: Member, wrapped: Uint8Array): Promise<[string, Buffer][]> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(words.join(" "));
  const file = await decrypter.decrypt(wrapped, "text");
  const [, seed = ""] = /HABEAS-SIGNING-KEY-([0-9a-f]{64})/.exec(file) ?? [];
  const [identity = ""] = /AGE-SECRET-KEY-1\w+/.exec(file) ?? [];
  const age = bech32.fromWords(bech32.decode(identity.toLowerCase() as `${string}1${string}`, false).words);
  const text = (name: string, of: string): [string, Buffer][] => [[name, Buffer.from(of)], [`${name}, UTF-16`, Buffer.from(of, "utf16le")]];
  return [
    ...[" ", ",", "-", "+", "%20", '","'].flatMap((between) => text("words", words.slice(1, 4).join(between))),
    ...text("age", "AGE-SECRET-KEY-"),
    ...text("age", identity.slice(16).toLowerCase()),
    ...text("signing", "HABEAS-SIGNING-KEY"),
    ...forms("age", age),
    ...forms("signing", unhex(seed)),
  ];
}

function find(all: readonly [string, Buffer][], where: string, bytes: Buffer): string[] {
  return all.filter(([, needle]) => bytes.includes(needle)).map(([name]) => `${where}: ${name}`);
}

/** All that a page of this origin keeps, as it can be read by a script. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const shown = (_: string, value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value);
    const bases = await Promise.all(
      (await indexedDB.databases()).map(async ({ name = "" }) => {
        const base = await asked(indexedDB.open(name));
        const stores = [...base.objectStoreNames];
        return Promise.all(stores.map((store) => asked(base.transaction(store).objectStore(store).getAll())));
      }),
    );
    const names = await caches.keys();
    return JSON.stringify([bases, names, { ...localStorage }, { ...sessionStorage }, history.state, document.cookie, location.href], shown);
  });
}

/** Keys are made with a passkey; somebody comes in by words, sets a code, comes in by it, and by a passkey. */
async function whole(at: Desk): Promise<Member> {
  const ada = await joinsByPage(at, "lawyer", "Ada", true);
  const { page } = ada.seat;
  await signsIn(at, ada);
  await page.getByRole("button", { name: /^Use a six-digit code until / }).click();
  await page.getByLabel("Six digits", { exact: true }).fill(CODE);
  await page.getByLabel("The same six digits again").fill(CODE);
  await page.getByRole("button", { name: "Set the code" }).click();
  await heading(page, "You are signed in");
  await page.getByRole("button", { name: "Your locked copies" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await heading(page, "Your locked copies");
  await page.getByRole("button", { name: "Lock now", exact: true }).click();
  await heading(page, "Locked");
  await page.goto(await at.link(ada.who));
  await page.getByLabel("Your six-digit code").fill(CODE);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await isIn(page);
  await page.goto(await at.link(ada.who));
  await page.getByRole("button", { name: "Use my seven words" }).click();
  await page.getByRole("button", { name: /^Open with a passkey · / }).first().click();
  await isIn(page);
  return ada;
}

test("neither words nor private keys are in what is sent, kept, logged or stored anywhere", () =>
  desk(async (at) => {
    const ada = await whole(at);
    const asked = at.requests;
    const { context, page } = ada.seat;
    const bodies = asked.map((request) => request.postData() ?? "");
    const { wrapped } = JSON.parse(bodies.find((body) => body.includes('"recipient"')) ?? "{}") as { wrapped: string };
    const all = await needles(ada, Buffer.from(wrapped, "base64"));
    assert.equal(all.length, 32);
    const found: string[] = [];
    for (const [i, request] of asked.entries()) {
      found.push(...find(all, request.url(), Buffer.from(`${request.url()}\n${JSON.stringify(request.headers())}\n${bodies[i]}`)));
      // A wrapped copy in Base64 does not hide what is inside: it is looked at as bytes too.
      for (const [text] of (bodies[i] ?? "").matchAll(/[A-Za-z0-9+/]{32,}=*/g)) found.push(...find(all, request.url(), Buffer.from(text, "base64")));
    }
    assert.ok(bodies.some((body) => body.includes('"proof_hash"')), "a code was set");
    assert.ok(bodies.every((body) => !body.includes(`"${CODE}"`)), "and never sent");
    const storage = await kept(page);
    assert.ok(storage.includes('"sealed"') && storage.includes("habeas.passkey"), "what a code locks, and which passkey was the last");
    found.push(...find(all, "storage", Buffer.from(storage)));
    found.push(...find(all, "cookies", Buffer.from(JSON.stringify(await context.cookies()))));
    found.push(...find(all, "the browser's console", Buffer.from(at.complaints.join("\n"))));
    assert.match(at.log.join(""), /ready/);
    found.push(...find(all, "the server's log", Buffer.from(at.log.join(""))));
    const stored = await files(at.path("habeas"));
    assert.ok(stored.some(([name]) => name.endsWith("-wal")), stored.map(([name]) => name).join(" "));
    for (const [name, bytes] of stored) found.push(...find(all, name, bytes));
    await at.closes();
    const profile = await files(at.path("browser-0"));
    assert.ok(profile.some(([, bytes]) => bytes.includes("habeas/console") || bytes.includes(ada.who.id)), "this is the profile");
    for (const [name, bytes] of profile) found.push(...find(all, name, bytes));
    assert.deepEqual(found, []);
  }));

/** What a family wrote, what stands in a file of theirs, and what a lawyer types. */
const SAID = ["the heron by the mill", "taken at the heron quay", "which gate is the grey one", "the clerk is called Rook"] as const;

test("what was opened of a case is kept nowhere by the browser, and what was typed is kept sealed", () =>
  desk(async (at) => {
    const [words, file, draft, note] = SAID;
    const all = SAID.flatMap((text): [string, Buffer][] => [[text, Buffer.from(text)], [text, Buffer.from(text, "utf16le")], ...forms(text, Buffer.from(text))]);
    const ada = await joins(at, "lawyer", "Ada");
    const { context, page } = ada.seat;
    const code = await at.reports(9001, words);
    await at.taps(ada.who.user, "I take it");
    await at.sends(9001, "photo", Buffer.concat([PIXEL, Buffer.from(file)]));
    await comesIn(at, ada);
    await heading(page, code);
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: /^Show: photo / }).click();
    await page.locator("iframe").contentFrame().locator("img").waitFor();
    const types = async (opener: string, text: string): Promise<void> => {
      await page.getByRole("button", { name: opener, exact: true }).click();
      await page.locator("#composer").fill(text);
      await page.locator('#composer[data-kept="true"]').waitFor();
    };
    await context.setOffline(true);
    await types("Note", note);
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".unsent").filter({ hasText: note }).filter({ hasText: "waiting to be sent" }).waitFor();
    await types("Write", draft);
    const storage = await kept(page);
    assert.ok(storage.includes('"draft":true') && storage.includes('"draft":false'), "both are kept");
    const found = find(all, "storage", Buffer.from(storage));
    for (const request of at.requests) found.push(...find(all, request.url(), Buffer.from(`${request.url()}\n${request.postData() ?? ""}`)));
    found.push(...find(all, "the browser's console", Buffer.from(at.complaints.join("\n"))));
    at.forgives(/net::ERR_/);
    await at.closes();
    const profile = await files(at.path("browser-0"));
    assert.ok(profile.some(([, bytes]) => bytes.includes("habeas-kept") || bytes.includes(Buffer.from("habeas-kept", "utf16le"))), "this is the profile");
    for (const [name, bytes] of profile) found.push(...find(all, name, bytes));
    assert.deepEqual(found, []);
  }));

test("what is looked for is found where it is", async () => {
  const bytes = unhex("0123456789abcdef".repeat(4));
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.alloc(5)]);
    const shown = [whole.toString("base64"), whole.toString("hex"), whole.toString("hex").toUpperCase(), Array.from(whole).join(",")];
    for (const text of [whole, ...shown.map((of) => Buffer.from(of))]) {
      assert.notDeepEqual(find(forms("key", bytes), "here", text), [], text.toString());
    }
  }
  assert.deepEqual(find(forms("key", bytes), "here", Buffer.alloc(200, 65)), []);
});
