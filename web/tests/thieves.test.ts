import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Desk, desk } from "./desk";
import { heading, joins, type Member, signsIn, unlocks } from "./member";

const FAMILY = 7001;

/** The sealed files of a case that somebody has just begun. */
async function sealedFiles(at: Desk): Promise<Record<"entry" | "case_key", Buffer>> {
  await at.says(FAMILY, "/start");
  while (!(await at.chat(FAMILY)).some(({ text }) => text.includes("In which country"))) continue;
  await at.says(FAMILY, "the blue house by the mill");
  while (!(await at.chat(FAMILY)).some(({ text }) => text.includes("I sealed and deleted your words."))) continue;
  const { code } = JSON.parse(await at.run("case", "list")) as { code: string };
  const folder = join(at.folder, "case");
  await at.run("case", "export", code, "--out", folder);
  const read = (name: string): Promise<Buffer> => readFile(join(folder, name));
  return { entry: await read("entries/0001.age"), case_key: await read("case_key.age") };
}

/** Signs in where the server's answer has something else in these fields; what the page then posts. */
async function signsInOver(at: Desk, { who, seat, words }: Member, lie: Record<string, string>): Promise<string[]> {
  const { page } = seat;
  const link = await at.link(who);
  const posted: string[] = [];
  page.on("request", (asked) => {
    if (asked.method() === "POST") posted.push(`${new URL(asked.url()).pathname} ${asked.postData()}`);
  });
  await page.route("**/api/redeem", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), ...lie } });
  });
  await page.goto("about:blank");
  await page.goto(link);
  await unlocks(page, words);
  await page.getByRole("heading", { name: /does not work|could not do that/ }).waitFor();
  await page.unroute("**/api/redeem");
  page.removeAllListeners("request");
  return posted.filter((line) => !line.startsWith("/api/redeem "));
}

test("a server that offers an entry or a case's key in place of a nonce gets nothing for it", () =>
  desk(async (at) => {
    const member = await joins(at, "lawyer", "Ada");
    const sealed = await sealedFiles(at);
    for (const [name, bytes] of Object.entries(sealed)) {
      const whole = bytes.toString("hex");
      for (const field of ["nonce", "link"]) {
        assert.deepEqual(await signsInOver(at, member, { [field]: whole }), [], `${name} as ${field}`);
      }
      assert.deepEqual(await signsInOver(at, member, { member: bytes.toString("latin1") }), [], `${name} as member`);
      // 32 bytes of it cannot be told from a nonce: they are signed, never opened, and let nobody in.
      const [posted, ...more] = await signsInOver(at, member, { nonce: whole.slice(0, 64) });
      assert.deepEqual(more, []);
      assert.match(posted ?? "", /^\/api\/sign-in \{"link":"[0-9a-f]{64}","signature":"[0-9a-f]{128}"\}$/);
    }
    at.forgives(/403 \(Forbidden\)/);
    await signsIn(at, member);
    await heading(member.seat.page, "You are signed in");
  }));
