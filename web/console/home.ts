// Who is in, and with which keys.

import { el } from "../shared/dom";
import type { Me } from "./api";
import { keptCode } from "./code-store";
import { fingerprint, readable } from "./fingerprint";
import { waitingList } from "./passing";
import { enterRoom } from "./rooms";
import { show, time, wordList } from "./screen";
import { codeOffer } from "./set-code";
import { pageLanguage, word } from "./words";

export async function home(me: Me): Promise<() => void> {
  const voice =
    me.recipient === null || me.signing_key === null ? null : await fingerprint(me.recipient, me.signing_key);
  const kept = await keptCode(me.member);
  const fact = (name: string, value: string): HTMLElement[] => [el("dt", { text: name }), el("dd", { text: value })];
  return () => show("cs-in", () => [
    el("p", { text: `${word("cs-in-until")} ${time(me.ends_at)}` }),
    el(
      "dl",
      {},
      ...fact(word("cs-you"), `${word(me.role === "lawyer" ? "cs-role-lawyer" : "cs-role-coordinator")} · ${me.member}`),
      ...fact(word("cs-key"), word(me.confirmed ? "cs-key-active" : "cs-key-pending")),
    ),
    el("h2", { text: word("cs-key-words") }),
    voice === null ? null : wordList(readable(voice, pageLanguage()), pageLanguage()),
    codeOffer(me, kept, () => void enterRoom("you")),
    waitingList(),
  ]);
}
