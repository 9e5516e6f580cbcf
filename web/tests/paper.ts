// From a phone of the rehearsal into its console, by the words of the paper beside it.

import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { isIn, unlocks } from "./member";
import type { Phone } from "./phone";
import type { Rehearsal } from "./support";

/** The newest link of a chat with this label. */
export function link(phone: Phone, label: string): Locator {
  return phone.log.getByRole("link", { name: `${label} (opens in a new tab)` }).last();
}

/** The tab that it opens. */
export async function follows(rehearsal: Rehearsal, phone: Phone, label: string): Promise<Page> {
  return rehearsal.follow(link(phone, label));
}

/** The seven words of the paper beside a phone. */
export async function paper(phone: Phone): Promise<string[]> {
  await phone.button("Paper: seven words").click();
  const words = (await phone.element.locator(".slip code").textContent())?.split(" ") ?? [];
  await phone.button("Paper: seven words").click();
  assert.equal(words.length, 7);
  return words;
}

export async function enterWords(tab: Page, words: readonly string[]): Promise<void> {
  await unlocks(tab, words);
  await isIn(tab);
}
