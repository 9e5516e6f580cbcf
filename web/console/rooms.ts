// The rooms of whoever is in. Each asks the server anew who that is.

import { api, type Me } from "./api";
import type { Roster } from "./chain";
import { devices } from "./devices";
import { header } from "./header";
import { home } from "./home";
import { members } from "./members";
import { keepPassingOn } from "./passing";
import { forget, session } from "./session";
import { says, show } from "./screen";
import { trouble } from "./trouble";
import { trustedRoster } from "./trust";
import { who } from "./who";

export const ROOMS = ["you", "devices", "members"] as const;
export type Room = (typeof ROOMS)[number];

/** What each room shows, once it knows. */
const OPEN: Record<Room, (me: Me, roster: Roster) => Promise<() => void>> = { you: home, devices, members };

/** Whoever goes on before a room is open is not taken back to it. */
let newest = 0;

export async function enterRoom(room: Room): Promise<void> {
  newest += 1;
  const mine = newest;
  const still = (then: () => void): void => (mine === newest ? then() : undefined);
  try {
    const me = await who();
    still(() => header({ here: room, enter: (other) => void enterRoom(other), lock: () => void lock() }));
    const roster = await trustedRoster();
    keepPassingOn();
    still(await OPEN[room](me, roster));
  } catch (error) {
    still(() => trouble(error, () => void enterRoom(room)));
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
  tabs.postMessage(null);
  try {
    await api.signOut();
    locked();
  } catch (error) {
    trouble(error, () => void lock());
  }
}
