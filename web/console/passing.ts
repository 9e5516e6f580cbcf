// What waits to be passed on, and its passing on in the background while the keys are open.

import { button, el } from "../shared/dom";
import { api, type Awaiting, Refused } from "./api";
import { passOn } from "./reseal";
import { enterRoom } from "./rooms";
import { session } from "./session";
import { trouble } from "./trouble";
import { Distrusted, trustedRoster } from "./trust";
import { withKeys } from "./unlock";
import { word } from "./words";

/** Between two looks, in milliseconds. */
const PAUSE_MS = 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let now: Awaiting | null = null;
/** Whose that is. */
let whose = "";
let changed: () => void = () => undefined;

/** One round, or several while each passes something on. */
async function round(): Promise<void> {
  for (;;) {
    now = await api.awaiting();
    changed();
    const { keys } = session;
    if (keys === null || now.keys.length === 0) return;
    if ((await passOn(now.keys, keys, await trustedRoster())) === 0) return;
  }
}

/** Begins, or looks at once; ends by itself when the keys are locked. */
export function keepPassingOn(): void {
  clearTimeout(timer);
  const member = session.me?.member ?? "";
  if (member !== whose) [whose, now] = [member, null];
  round()
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
  const list = (codes: readonly string[]): HTMLElement => el("ul", { class: "codes" }, ...codes.map((text) => el("li", { text })));
  const mine =
    now.codes.length === 0
      ? []
      : [el("p", { text: word(session.keys === null ? "cs-waiting-locked" : "cs-waiting-self") }), list(now.codes)];
  const open =
    now.codes.length === 0 || session.keys !== null
      ? []
      : [button({ class: "plain" }, () => void withKeys(() => enterRoom("you")), word("cs-waiting-open"))];
  const others = now.others.length === 0 ? [] : [el("p", { text: word("cs-waiting-others") }), list(now.others)];
  return [heading, ...mine, ...open, ...others];
}
