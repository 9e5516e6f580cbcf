import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import type { OneCase, SealedEntry } from "../console/case-api";
import { desk } from "./desk";
import { saves } from "./folder";
import { comesIn, heading, joins } from "./member";

const FORGED = "he is free, call nobody";

test("a note that is sealed as the family's words is shown as the note that it is, and one of nobody's as that", () =>
  desk(async (at) => {
    const ada = await joins(at, "lawyer", "Ada");
    const { page } = ada.seat;
    const code = await at.reports(9001, "the blue house by the mill");
    await at.taps(ada.who.user, "I take it");
    const told = page.waitForResponse((answer) => answer.url().includes(`/api/cases/${code}?`));
    await comesIn(at, ada);
    await heading(page, code);
    const one = (await (await told).json()) as OneCase;
    // A member's own page seals and signs what they will.
    await page.evaluate(
      ([seq, text]) => {
        const plain = JSON.stringify.bind(JSON);
        JSON.stringify = (value: unknown): string => {
          const isLine = typeof value === "object" && value !== null && "v" in value && "kind" in value;
          return plain(isLine && value.kind === "note" ? { ...value, seq, kind: "words", body: { text } } : value);
        };
        Object.assign(globalThis, { honest: () => void (JSON.stringify = plain) });
      },
      [one.entries + 1, FORGED] as const,
    );
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.locator("#composer").fill("whatever");
    await page.getByRole("button", { name: "Send" }).click();
    const forged = page.locator(".timeline li").filter({ hasText: FORGED });
    await forged.filter({ hasText: "You · note" }).waitFor();
    assert.equal(await forged.filter({ hasText: "Reporter" }).count(), 0);

    const saved = await readFile(`${await saves(at, page, code, "saved")}/index.html`, "utf8");
    assert.match(saved, new RegExp(`Ada · note · № [0-9]+</h3><p[^>]*>${FORGED}`));
    const folder = at.path("exported");
    await at.run("case", "export", code, "--out", folder);
    const opened = await at.fed("", "case", "open", folder, "--identity", at.path("recovery.key"));
    const line = opened.split("\n").find((one) => one.includes(FORGED)) ?? "{}";
    const { kind, by } = JSON.parse(line) as { kind?: string; by?: string };
    assert.deepEqual([kind, by], ["note", ada.who.id]);

    // A database that has forgotten whose browser it was.
    await page.route("**/entries?*", async (route) => {
      const answer = await route.fetch();
      const { entries, more } = (await answer.json()) as { entries: SealedEntry[]; more: boolean };
      await route.fulfill({ response: answer, json: { entries: entries.map((entry) => ({ ...entry, by: null })), more } });
    });
    await page.evaluate("honest()");
    await page.getByRole("button", { name: "Note", exact: true }).click();
    await page.locator("#composer").fill("the clerk is called Rook");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".timeline li").filter({ hasText: "the clerk is called Rook" }).filter({ hasText: "Unknown origin · note" }).waitFor();
  }));
