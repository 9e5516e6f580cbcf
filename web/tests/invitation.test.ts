import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { Decrypter } from "age-encryption";
import type { Page } from "playwright-core";
import { desk, type Desk, type Person } from "./desk";
import { enrols, heading, isIn, joins, signsIn } from "./member";

const NEWCOMER = 6001;

/** A coordinator invites a lawyer by the bot and hears their four words. */
async function invites(at: Desk, coordinator: Person, name: string): Promise<Person> {
  await at.says(coordinator.user, `/invite ${name}`);
  const { text } = await at.sees(coordinator.user, "An invitation, for ten minutes and one person.");
  await at.says(NEWCOMER, /\/start \S+/.exec(text)?.[0] ?? "no code");
  const shown = await at.sees(NEWCOMER, "You are nearly there. Here are four words.");
  const asked = await at.sees(coordinator.user, "Somebody came with your invitation.");
  const lines = new Set(asked.text.split("\n"));
  const words = shown.text.split("\n").filter((line) => lines.has(line));
  assert.ok(words.some((line) => line.trim().split(" ").length === 4), `${shown.text}\n${asked.text}`);
  assert.deepEqual((await members(at)).map((of) => of.name), ["Ada"], "nobody is on call before the words are confirmed");
  await at.taps(coordinator.user, "The words match");
  await at.sees(NEWCOMER, "You are on call here as a lawyer.");
  await at.sees(NEWCOMER, "Write /console to me: there you make your keys.");
  await at.sees(coordinator.user, "They make keys in the console.");
  const id = (await members(at)).find((of) => of.name === name)?.id ?? "nobody";
  return { id, user: NEWCOMER, role: "lawyer" };
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly key: string;
}

async function members(at: Desk): Promise<Listed[]> {
  return (await at.run("member", "list")).split("\n").map((line) => JSON.parse(line) as Listed);
}

/** Somebody reports; the folder of the sealed case. */
async function reports(at: Desk, user: number): Promise<string> {
  const before = await at.run("case", "list");
  await at.says(user, "/start");
  await at.taps(user, "Kazakhstan");
  await at.sees(user, "Where is the person now?");
  const fresh = (await at.run("case", "list")).split("\n").find((line) => !before.includes(line)) ?? "{}";
  const { code } = JSON.parse(fresh) as { code: string };
  const folder = join(at.folder, code);
  await at.run("case", "export", code, "--out", folder);
  return folder;
}

/** Whether the stock `age` opens a case with an identity. */
async function opens(identity: string, folder: string): Promise<boolean> {
  const key = `${folder}.key`;
  const age = (...args: string[]) => promisify(execFile)("age", ["-d", ...args]);
  try {
    await age("-i", identity, "-o", key, join(folder, "case_key.age"));
  } catch (error) {
    assert.match(String((error as { stderr: unknown }).stderr), /no identity matched any of the recipients/);
    return false;
  }
  const { stdout } = await age("-i", key, join(folder, "entries", "0001.age"));
  assert.match(stdout, /"host_state":"KZ"/);
  return true;
}

/** A member's identity file, out of the copy that the server keeps. */
async function identityFile(at: Desk, page: Page, words: readonly string[]): Promise<string> {
  const copy = await page.evaluate(async () => {
    const me = (await (await fetch("/api/me")).json()) as { devices: { wrapped: string }[] };
    return me.devices[0]?.wrapped ?? "";
  });
  const decrypter = new Decrypter();
  decrypter.addPassphrase(words.join(" "));
  const file = join(at.folder, "member.key");
  await writeFile(file, await decrypter.decrypt(Buffer.from(copy, "base64"), "text"));
  assert.match(await readFile(file, "utf8"), /^AGE-SECRET-KEY-1/m);
  return file;
}

test("invited by the bot, confirmed by words, signed for, in on two browsers by the seven words; revoked, they are out and open nothing new", () =>
  desk(async (at) => {
    const ada = await joins(at, "coordinator", "Ada");
    const who = await invites(at, ada.who, "Bea");
    const first = await at.opens();
    const { words, voice } = await enrols(first.page, await at.link(who));
    await at.sees(ada.who.user, "Has a key that waits for a signature: Bea");
    const key = async (): Promise<string | undefined> => (await members(at)).find(({ id }) => id === who.id)?.key;
    assert.equal(await key(), "pending");
    await at.signs(who, voice);
    assert.equal(await key(), "active");
    await at.sees(NEWCOMER, "Your key is there. It opens cases from now on.");
    await at.sees(ada.who.user, "Has a key from now on: Bea");

    const second = await at.opens();
    for (const seat of [first, second]) await signsIn(at, { who, seat, words, voice });
    await first.page.reload();
    await isIn(first.page);

    const identity = await identityFile(at, second.page, words);
    const recovery = join(at.folder, "recovery.key");
    const before = await reports(at, 7001);
    assert.ok(await opens(identity, before), "sealed to who was signed for");

    const unused = await at.link(who);
    await at.run("member", "revoke", who.id);
    for (const { page } of [first, second]) {
      await page.reload();
      await heading(page, "You are not signed in");
    }
    await at.sees(ada.who.user, "Not a member any more: Bea");
    await first.page.goto(unused);
    await heading(first.page, "This link does not work any more");
    await at.says(NEWCOMER, "/console");
    await at.sees(NEWCOMER, "You are not a member here any more.");
    const left = (await at.chat(NEWCOMER)).flatMap((of) => of.buttons.flat().flatMap(({ url }) => url ?? []));
    assert.deepEqual(left.filter((url) => url.startsWith(at.origin)), [], "no link is given, none is left");

    const after = await reports(at, 7002);
    assert.ok(!(await opens(identity, after)), "not sealed to who was revoked");
    assert.ok(await opens(recovery, after));
    assert.ok(await opens(identity, before), "what they could open before, they still can");

    await signsIn(at, ada);
    at.forgives(/401 \(Unauthorized\)|403 \(Forbidden\)/);
  }));
