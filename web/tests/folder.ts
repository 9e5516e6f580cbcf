// A case that somebody saves as a folder.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import type { Desk } from "./desk";

/** Saves, and unpacks with what Debian has for it; gives back the folder. */
export async function saves(at: Desk, page: Page, code: string, to: string): Promise<string> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a folder" }).click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), `${code}.zip`);
  const zip = await saved.path();
  await promisify(execFile)("unzip", ["-t", zip]);
  await promisify(execFile)("unzip", ["-q", zip, "-d", at.path(to)]);
  assert.deepEqual(await readdir(at.path(to)), [code]);
  return at.path(to, code);
}
