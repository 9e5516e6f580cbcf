// Who is in, with which keys, and the way out.

import { el } from "../shared/dom";
import { api } from "./api";
import { fingerprint, readable } from "./fingerprint";
import { does, says, show, wordList } from "./screen";
import { trouble } from "./trouble";
import { pageLanguage, word } from "./words";

function time(ms: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { hour: "2-digit", minute: "2-digit" }).format(ms);
}

function day(ms: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { dateStyle: "medium" }).format(ms);
}

export async function home(): Promise<void> {
  try {
    const me = await api.me();
    const voice =
      me.recipient === null || me.signing_key === null ? null : await fingerprint(me.recipient, me.signing_key);
    const fact = (name: string, value: string): HTMLElement[] => [el("dt", { text: name }), el("dd", { text: value })];
    show("cs-in", () => [
      el("p", { text: `${word("cs-in-until")} ${time(me.ends_at)}` }),
      el(
        "dl",
        {},
        ...fact(word("cs-you"), `${word(me.role === "lawyer" ? "cs-role-lawyer" : "cs-role-coordinator")} · ${me.member}`),
        ...fact(word("cs-key"), word(me.confirmed ? "cs-key-active" : "cs-key-pending")),
      ),
      el("h2", { text: word("cs-key-words") }),
      voice === null ? null : wordList(readable(voice, pageLanguage()), pageLanguage()),
      el("h2", { text: word("cs-devices") }),
      el("ul", {}, ...me.devices.map((of) => el("li", { text: `${word("cs-device-words")} · ${day(of.added_at)}` }))),
      does("cs-lock", () => void lock()),
    ]);
  } catch (error) {
    trouble(error, () => void home());
  }
}

async function lock(): Promise<void> {
  try {
    await api.signOut();
    show("cs-locked", () => [says("cs-out-how")]);
  } catch (error) {
    trouble(error, () => void lock());
  }
}
