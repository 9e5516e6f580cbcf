// The locked copies of a member's keys.

import { el } from "../shared/dom";
import type { Me } from "./api";
import { day, show } from "./screen";
import { word } from "./words";

export async function devices(me: Me): Promise<void> {
  show("cs-devices", () => [
    el("ul", {}, ...me.devices.map((of) => el("li", { text: `${word("cs-device-words")} · ${day(of.added_at)}` }))),
  ]);
}
