// The rooms of whoever is in. Each asks the server anew who that is.

import { api, type Me } from "./api";
import { devices } from "./devices";
import { header } from "./header";
import { home } from "./home";
import { forget, session } from "./session";
import { says, show } from "./screen";
import { trouble } from "./trouble";
import { who } from "./who";

export const ROOMS = ["you", "devices"] as const;
export type Room = (typeof ROOMS)[number];

const OPEN: Record<Room, (me: Me) => Promise<void>> = { you: home, devices };

export async function enterRoom(room: Room): Promise<void> {
  try {
    const me = await who();
    header({ here: room, enter: (other) => void enterRoom(other), lock: () => void lock() });
    await OPEN[room](me);
  } catch (error) {
    trouble(error, () => void enterRoom(room));
  }
}

/** The lock of one tab locks the others. */
const tabs = new BroadcastChannel("habeas.lock");
tabs.addEventListener("message", () => {
  if (session.me !== null) locked();
});

function locked(): void {
  forget();
  header(null);
  show("cs-locked", () => [says("cs-out-how")]);
}

export async function lock(): Promise<void> {
  forget();
  tabs.postMessage(null);
  try {
    await api.signOut();
    locked();
  } catch (error) {
    trouble(error, () => void lock());
  }
}
