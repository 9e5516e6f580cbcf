// The rooms of whoever is in. Each asks the server anew who that is, and for what it shows meanwhile.

import { api } from "./api";
import { theCase } from "./case";
import { cases } from "./cases";
import { later } from "./fetched";
import { header } from "./header";
import { early, type Known } from "./known";
import { keepPassingOn } from "./passing";
import { forget, session } from "./session";
import { says, show } from "./screen";
import { trouble } from "./trouble";
import { trustedRoster } from "./trust";
import { who } from "./who";

export const ROOMS = ["cases", "you", "devices", "members"] as const;
export type Room = (typeof ROOMS)[number];

/** What each room shows, once it knows who is in. */
const OPEN: Record<Room, (known: Known) => Promise<() => void>> = {
  cases: async (known) => cases(known),
  you: async (known) => (await later()).home((await known).me),
  devices: async (known) => (await later()).devices((await known).me),
  members: async (known) => {
    const { me, roster } = await known;
    return (await later()).members(me, roster);
  },
};

/** Whoever goes on before a room is open is not taken back to it. */
let newest = 0;

export function enterRoom(room: Room): Promise<void> {
  return enter(room, OPEN[room], () => void enterRoom(room));
}

/** A case is a room within the list of cases. */
export function enterCase(code: string): Promise<void> {
  return enter("cases", (known) => theCase(known, code), () => void enterCase(code));
}

/** Whoever may not read a case any more is taken to the list, which says so. */
export function leaveCase(code: string): Promise<void> {
  return enter("cases", (known) => cases(known, code), () => void enterRoom("cases"));
}

async function enter(here: Room, open: (known: Known) => Promise<() => void>, again: () => void): Promise<void> {
  newest += 1;
  const mine = newest;
  const still = (then: () => void): void => (mine === newest ? then() : undefined);
  const trusted = early(trustedRoster());
  const knows = async (): Known => {
    const me = await who();
    still(() => header({ rooms: { here, enter: (other) => void enterRoom(other) }, lock: () => void lock() }));
    const roster = await trusted;
    keepPassingOn();
    return { me, roster };
  };
  try {
    still(await open(early(knows())));
  } catch (error) {
    still(() => trouble(error, again));
  }
}

/** The lock of one tab locks the others. */
const tabs = new BroadcastChannel("habeas.lock");
tabs.addEventListener("message", () => {
  if (session.me !== null) locked();
});

function locked(): void {
  newest += 1;
  forget();
  header(null);
  show("cs-locked", () => [says("cs-out-how")]);
}

export async function lock(): Promise<void> {
  newest += 1;
  forget();
  // What stood there is gone before anybody answers.
  show("cs-lock");
  tabs.postMessage(null);
  try {
    await api.signOut();
    locked();
  } catch (error) {
    trouble(error, () => void lock());
  }
}
