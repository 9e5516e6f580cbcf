import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { desk } from "./desk";
import { joins, signsIn } from "./member";

const TYPED = "Invented City, the yellow court";

/** Runs a command at a terminal of its own, and types once it asks. */
async function atTerminal(command: string, asks: string, typed: string): Promise<void> {
  const terminal = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  terminal.stdout.on("data", (text: Buffer) => {
    const before = shown.includes(asks);
    shown += text.toString();
    if (!before && shown.includes(asks)) terminal.stdin.write(`${typed}\n`);
  });
  const [code] = (await once(terminal, "close")) as [number];
  assert.equal(code, 0, shown);
}

async function run(command: string, ...args: string[]): Promise<void> {
  const program = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  assert.deepEqual(await once(program, "close"), [0, null]);
}

test("the stock age opens a case with the locked keys that a member downloaded, and with nothing of ours", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, TYPED);
    await at.run("case", "export", code, "--out", at.path("case"));

    await signsIn(at, ada);
    await page.getByRole("button", { name: "Your locked copies" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download my locked keys" }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), `habeas-keys-${ada.who.id}.age`);
    const [keys, caseKey] = [at.path("keys.age"), at.path("case.key")];
    await file.saveAs(keys);

    const sealed = at.path("case", "case_key.age");
    await atTerminal(`age -d -i ${keys} ${sealed} > ${caseKey}`, "Enter passphrase", ada.words.join(" "));
    const entries = (await readdir(at.path("case", "entries"))).sort();
    const opened = await Promise.all(
      entries.map(async (name) => {
        await run("age", "-d", "-i", caseKey, "-o", at.path(`${name}.txt`), join(at.path("case", "entries"), name));
        return readFile(at.path(`${name}.txt`), "utf8");
      }),
    );
    assert.ok(opened.some((text) => text.includes(TYPED)), `${entries.length} entries`);
  }));
