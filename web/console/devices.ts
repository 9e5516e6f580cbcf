// The locked copies of a member's keys: what opens them, one more of it, one less.

import { button, el } from "../shared/dom";
import { api, type Me, type Wrapped } from "./api";
import { unbase64 } from "./bytes";
import { keepBytes, removeBytes } from "./challenge";
import { dropCode, keptCode } from "./code-store";
import { byWords, type Keys } from "./keys";
import { putOnPaper } from "./paper";
import { offerPasskey, type PasskeyCopy } from "./passkey";
import { enterRoom, lock } from "./rooms";
import { day, does, may, says, show } from "./screen";
import { codeParts } from "./set-code";
import { trouble } from "./trouble";
import { withKeys } from "./unlock";
import { proves } from "./who";
import { word } from "./words";

/** So many copies the server keeps for one member. */
const MOST = 10;
/** An address of the page's own memory is needed so long, in milliseconds, until a file is saved. */
const SAVING_MS = 60_000;

const back = (): void => void enterRoom("devices");

export async function devices(me: Me): Promise<() => void> {
  const kept = await keptCode(me.member);
  const words = me.devices.find(({ kind }) => kind === "words");
  return () => show("cs-devices", () => [
    el("ul", { class: "copies" }, ...me.devices.map((of) => row(me, of))),
    me.devices.length < MOST
      ? does("cs-passkey-add", () => void withKeys(async (keys) => addPasskey(me, keys)))
      : says("cs-full"),
    el("h2", { text: word("cs-code") }),
    ...codeParts(me, kept, back, lock),
    el("h2", { text: word("cs-sign-in-words") }),
    says("cs-new-words-about"),
    says("cs-new-words-more"),
    says("cs-others-out"),
    may("cs-new-words", () => void withKeys(async (keys) => putOnPaper((typed) => void replaceWords(me, keys, typed)))),
    says("cs-download-about"),
    words === undefined ? null : may("cs-download", () => save(`habeas-keys-${me.member}.age`, words)),
  ]);
}

function row(me: Me, of: Wrapped): HTMLElement {
  const name = `${word(of.kind === "words" ? "cs-device-words" : "cs-device-passkey")} · ${day(of.added_at)}`;
  const remove = button({ class: "plain", "aria-label": `${word("cs-remove-yes")}: ${name}` }, () => askRemove(me, of), word("cs-remove-yes"));
  return el("li", {}, el("span", { text: name }), of.kind === "words" ? null : remove);
}

function askRemove(me: Me, of: Wrapped): void {
  show("cs-remove", () => [
    el("p", { text: `${word("cs-device-passkey")} · ${day(of.added_at)}` }),
    says("cs-remove-about"),
    says("cs-others-out"),
    does("cs-remove-yes", () => void withKeys((keys) => remove(me, keys, of))),
    may("cs-remove-no", back),
  ]);
}

async function remove({ member }: Me, keys: Keys, of: Wrapped): Promise<void> {
  try {
    const proof = await proves(keys, (moment) => removeBytes(moment, of.id));
    await api.remove({ id: of.id, ...proof });
    await dropCode(member);
    await enterRoom("devices");
  } catch (error) {
    trouble(error, back);
  }
}

function addPasskey(me: Me, keys: Keys): void {
  const { member } = me;
  offerPasskey("cs-cancel", { keys, member }, async (copy) => (copy === null ? back() : keep(me, keys, "passkey", copy)));
}

async function replaceWords(me: Me, keys: Keys, words: string): Promise<void> {
  show("cs-locking");
  await keep(me, keys, "words", { wrapped: await keys.wrap(byWords(words)), hint: null });
}

async function keep(me: Me, keys: Keys, kind: Wrapped["kind"], copy: PasskeyCopy | { wrapped: string; hint: null }): Promise<void> {
  try {
    const proof = await proves(keys, (of) => keepBytes(of, kind, copy.wrapped));
    await api.keep({ kind, ...copy, ...proof });
    if (kind === "words") await dropCode(me.member);
    await enterRoom("devices");
  } catch (error) {
    trouble(error, () => void keep(me, keys, kind, copy));
  }
}

/** An age file as it lies at the server: the stock `age` asks for the words. */
function save(name: string, { wrapped }: Wrapped): void {
  const url = URL.createObjectURL(new Blob([unbase64(wrapped)], { type: "application/octet-stream" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}
