// What somebody can open who has a member's downloaded keys, their seven words and the stock age.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Desk } from "./desk";
import type { Member } from "./member";

/** Runs a command at a terminal of its own, and types once it asks; whether it ended well. */
async function atTerminal(command: string, asks: string, typed: string): Promise<boolean> {
  const terminal = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  terminal.stdout.on("data", (text: Buffer) => {
    const before = shown.includes(asks);
    shown += text.toString();
    if (!before && shown.includes(asks)) terminal.stdin.write(`${typed}\n`);
  });
  const [code] = (await once(terminal, "close")) as [number];
  return code === 0;
}

/** A member who is in downloads their locked keys. */
export async function downloads(at: Desk, { who, seat }: Member): Promise<string> {
  await seat.page.getByRole("button", { name: "Your locked copies" }).click();
  const saved = seat.page.waitForEvent("download");
  await seat.page.getByRole("button", { name: "Download my locked keys" }).click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), `habeas-keys-${who.id}.age`);
  const keys = at.path(`${who.id}.age`);
  await file.saveAs(keys);
  return keys;
}

let exports = 0;

/** The entries of a case that these keys open, by the two stock commands alone, and how many they do not. */
export async function opensByAge(at: Desk, code: string, keys: string, words: readonly string[]): Promise<{ texts: string[]; shut: number }> {
  exports += 1;
  const folder = at.path(`case-${exports}`);
  await at.run("case", "export", code, "--out", folder);
  const identities: string[] = [];
  for (const name of await readdir(folder)) {
    if (!/^case_key(-\d+)?\.age$/.test(name)) continue;
    const open = join(folder, `${name}.key`);
    if (await atTerminal(`age -d -i ${keys} ${join(folder, name)} > ${open}`, "Enter passphrase", words.join(" "))) {
      identities.push("-i", open);
    }
  }
  const texts: string[] = [];
  let shut = 0;
  for (const name of (await readdir(join(folder, "entries"))).sort()) {
    const plain = join(folder, `${name}.txt`);
    const entry = join(folder, "entries", name);
    const program = identities.length === 0 ? null : spawn("age", ["-d", ...identities, "-o", plain, entry], { stdio: "ignore" });
    const opened = program !== null && ((await once(program, "close")) as [number])[0] === 0;
    if (opened) texts.push(await readFile(plain, "utf8"));
    else shut += 1;
  }
  return { texts, shut };
}
