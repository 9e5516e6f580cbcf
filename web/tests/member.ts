// What a member does in a browser.

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { authenticator } from "./authenticator";
import { clean } from "./axe";
import type { Desk, Person, Seat } from "./desk";
import { type Made, makes } from "./maker";

/** A member who has keys that are signed for, in a browser of their own. */
export interface Member extends Made {
  readonly who: Person;
  readonly seat: Seat;
}

export async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { name, exact: true }).waitFor();
}

/** Makes keys by the link, up to the question about a passkey; gives back the seven words. */
export async function writesDown(page: Page, link: string): Promise<string[]> {
  await page.goto(link);
  await page.getByRole("heading", { name: "Make your keys" }).waitFor();
  assert.equal(new URL(page.url()).hash, "", "the secret is not left in the address");
  await clean(page);
  await page.getByRole("button", { name: "Make my keys" }).click();
  await page.getByRole("heading", { name: "Your seven words" }).waitFor();
  await clean(page);
  const words = await page.locator(".words li").allTextContents();
  assert.equal(words.length, 7);
  await asksBack(page, words);
  await heading(page, "A passkey as well?");
  await clean(page);
  return words;
}

/** Makes keys by the link, with a passkey or without; gives back the seven words and the eight of the fingerprint. */
export async function enrols(page: Page, link: string, passkey = false): Promise<Made> {
  const words = await writesDown(page, link);
  await page.getByRole("button", { name: passkey ? "Make a passkey" : "Go on with words alone" }).click();
  await heading(page, "Your keys are made");
  await clean(page);
  return { words, voice: (await page.locator(".words li").allTextContents()).join(" ") };
}

/** The page asks back the words that it shows. */
export async function asksBack(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "I wrote them down" }).click();
  await page.getByRole("heading", { name: "Do you have the words?" }).waitFor();
  await clean(page);
  const field = page.getByLabel("Your seven words");
  const [first, second, ...rest] = words;
  const go = page.getByRole("button", { name: "Go on" });
  for (const [typed, place] of [[words.slice(0, 6), 7], [[first, "another", ...rest], 2], [[...words, "more"], 8]] as const) {
    await field.fill(typed.join(" "));
    await go.click();
    await page.getByText(`Word ${place}: this is another word. Look at your paper.`).waitFor();
  }
  await field.fill(` ${first?.toUpperCase()}  ${second}, ${rest.join("\n")} `);
  await page.getByRole("button", { name: "Go on" }).click();
}

/** Opens the keys by the seven words. */
export async function unlocks(page: Page, words: readonly string[]): Promise<void> {
  await page.getByLabel("Your seven words").fill(words.join(" "));
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

/** Somebody came in, and has no case: the list of cases is first. Goes on to who they are. */
export async function isIn(page: Page): Promise<void> {
  await heading(page, "Cases");
  await page.getByRole("button", { name: "You", exact: true }).click();
  await heading(page, "You are signed in");
}

/** By a link and seven words, into whichever room is first. */
export async function comesIn(at: Desk, { who, seat, words }: Member): Promise<void> {
  await seat.page.goto(await at.link(who));
  await unlocks(seat.page, words);
}

export async function signsIn(at: Desk, member: Member): Promise<void> {
  await comesIn(at, member);
  await isIn(member.seat.page);
}

/** Somebody new, in a browser of their own, with keys that nobody has signed for. */
export async function comes(at: Desk, role: Person["role"], name: string): Promise<Member> {
  const who = await at.adds(role, name);
  const keys = await makes(at, await at.link(who));
  return { who, seat: await at.opens(), ...keys };
}

/** Somebody new, with keys that the operator signed for. */
export async function joins(at: Desk, role: Person["role"], name: string): Promise<Member> {
  const member = await comes(at, role, name);
  await at.signs(member.who, member.voice);
  return member;
}

/** The same, with keys that their own browser made, with a passkey or without. */
export async function joinsByPage(at: Desk, role: Person["role"], name: string, passkey = false): Promise<Member> {
  const who = await at.adds(role, name);
  const seat = await at.opens();
  if (passkey) await authenticator(seat.page);
  const keys = await enrols(seat.page, await at.link(who), passkey);
  await at.signs(who, keys.voice);
  return { who, seat, ...keys };
}
