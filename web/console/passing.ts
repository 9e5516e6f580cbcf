// What waits to be passed on, and its passing on in the background while the keys are open.

import { button, el } from "../shared/dom";
import { api, type Awaiting, Refused } from "./api";
import { type Hindrance, hindrance, type Left, passOn, type Why } from "./reseal";
import { enterRoom } from "./rooms";
import { session } from "./session";
import { trouble } from "./trouble";
import { Distrusted, trustedRoster } from "./trust";
import { withKeys } from "./unlock";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** Between two looks, in milliseconds. */
const PAUSE_MS = 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;
/** One round after the other: no key is tried twice at once. */
let running: Promise<void> = Promise.resolve();
let now: Awaiting | null = null;
/** Why none of it is passed on. */
let hindered: Hindrance | null = null;
/** What was tried, and stays. */
let left: readonly Left[] = [];
/** Whose that is. */
let whose = "";
let changed: () => void = () => undefined;

/** One round, some keys at a time, past those that stay. */
async function round(): Promise<void> {
  const stays: Left[] = [];
  for (;;) {
    const list = await api.awaiting(stays.length);
    const roster = list.keys.length === 0 ? null : await trustedRoster();
    const { keys } = session;
    now = list;
    hindered = roster === null ? null : hindrance(roster);
    if (roster === null || keys === null || hindered !== null) break;
    changed();
    stays.push(...(await passOn(list.keys, keys, roster)));
    // Wiped keys open nothing: that says nothing of the keys that wait.
    if (session.keys !== keys) return;
  }
  left = stays;
  changed();
}

/** Begins, or looks at once; ends by itself when the keys are locked. */
export function keepPassingOn(): void {
  clearTimeout(timer);
  const member = session.me?.member ?? "";
  if (member !== whose) [whose, now, left] = [member, null, []];
  running = running
    .then(round)
    // What is away is asked again; a list that was changed, and a session that is over, end everything.
    .catch((error: unknown) => {
      const over = error instanceof Refused && error.code === "signed-out" && session.me !== null;
      if (over || error instanceof Distrusted) trouble(error, () => undefined);
    })
    .finally(() => {
      if (session.keys !== null) timer = setTimeout(keepPassingOn, PAUSE_MS);
    });
}

/** What waits, told as it changes. */
export function waitingList(): HTMLElement {
  const place = el("section", { "aria-label": word("cs-waiting"), "aria-live": "polite" });
  changed = () => place.replaceChildren(...parts());
  changed();
  return place;
}

function parts(): HTMLElement[] {
  if (now === null) return [];
  const heading = el("h2", { text: word("cs-waiting") });
  if (now.codes.length + now.others.length === 0) return [heading, el("p", { text: word("cs-waiting-none") })];
  return [heading, ...mine(now.codes), ...group("cs-waiting-others", now.others)];
}

/** Those that this member's browser can pass on, and those that it could not. */
function mine(codes: readonly string[]): HTMLElement[] {
  if (codes.length > 0 && hindered !== null) {
    const how = el("p", { text: word(`cs-waiting-${hindered}-how`) });
    return [el("p", { class: "warn", text: word(`cs-waiting-${hindered}`) }), how, list(codes)];
  }
  const whyOf = (code: string): Why | null => left.find((one) => one.code === code)?.why ?? null;
  const stay = (why: Why): string[] => codes.filter((code) => whyOf(code) === why);
  const rest = codes.filter((code) => whyOf(code) === null || whyOf(code) === "refused");
  const locked = session.keys === null;
  const open = button({ class: "plain" }, () => void withKeys(() => enterRoom("you")), word("cs-waiting-open"));
  return [
    ...group(locked ? "cs-waiting-locked" : "cs-waiting-self", rest),
    ...(locked && rest.length > 0 ? [open] : []),
    ...group("cs-waiting-differs", stay("differs")),
    ...group("cs-waiting-shut", stay("shut")),
  ];
}

function group(key: WordKey, codes: readonly string[]): HTMLElement[] {
  return codes.length === 0 ? [] : [el("p", { text: word(key) }), list(codes)];
}

function list(codes: readonly string[]): HTMLElement {
  return el("ul", { class: "codes" }, ...codes.map((text) => el("li", { text })));
}
