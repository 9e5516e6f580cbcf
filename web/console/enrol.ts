// Making keys: seven words that are shown once and asked back, then the keys wrapped under them.

import { el } from "../shared/dom";
import { api, type Redeemed } from "./api";
import { enrolBytes } from "./challenge";
import { byWords, type Keys, makeKeys } from "./keys";
import { makeWords, somePlaces, tidied } from "./passphrase";
import { readAloud } from "./read-aloud";
import { does, may, says, show, status, wordList } from "./screen";
import { trouble } from "./trouble";
import { trustedRoot } from "./trust";
import { word } from "./words";

/** So many of the seven are asked back. */
const ASKED = 3;

export function enrol(redeemed: Redeemed): void {
  show("cs-enrol", () => [says("cs-enrol-about"), says("cs-enrol-server"), does("cs-enrol-make", () => void begin(redeemed))]);
}

/** The keys come first: a browser that cannot make them has nobody write down words for nothing. */
async function begin(redeemed: Redeemed): Promise<void> {
  try {
    trustedRoot(redeemed.root);
  } catch (error) {
    return trouble(error, () => enrol(redeemed));
  }
  const keys = await makeKeys(redeemed.root).catch(() => null);
  if (keys === null) return show("cs-old-browser", () => [says("cs-old-browser-how")]);
  writeDown({ redeemed, keys, words: makeWords() });
}

/** What is about to become a member's. */
interface Made {
  readonly redeemed: Redeemed;
  readonly keys: Keys;
  readonly words: readonly string[];
}

function writeDown(made: Made): void {
  show("cs-words", () => [
    says("cs-words-paper"),
    wordList(made.words, "en"),
    says("cs-words-once"),
    does("cs-words-written", () => askBack(made, somePlaces(ASKED))),
    may("cs-words-print", () => print()),
  ]);
}

function askBack(made: Made, places: readonly number[]): void {
  show("cs-check", () => [
    question(made.words, places, () => void lockAndSend(made)),
    may("cs-check-back", () => writeDown(made)),
  ]);
  document.querySelector<HTMLElement>("form input")?.focus();
}

/** Fields for these words; `right` once all of them are. */
function question(words: readonly string[], places: readonly number[], right: () => void): HTMLElement {
  const wrong = status();
  const fields = places.map((place) => ({
    place,
    name: `${word("cs-check-word")} ${place + 1}`,
    field: el("input", { id: `word-${place}`, autocomplete: "off", autocapitalize: "none", spellcheck: "false" }),
  }));
  const rows = fields.map(({ name, field }) =>
    el("div", { class: "row" }, el("label", { for: field.id, text: name }), field),
  );
  const form = el("form", {}, ...rows, wrong, el("button", { class: "main", type: "submit", text: word("cs-check-next") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const miss = fields.find(({ place, field }) => tidied(field.value) !== words[place]);
    if (miss === undefined) return right();
    wrong.textContent = `${miss.name}: ${word("cs-check-wrong")}`;
    miss.field.focus();
  });
  return form;
}

async function lockAndSend(made: Made): Promise<void> {
  show("cs-locking");
  const { redeemed, keys, words } = made;
  const { recipient, signingKey } = keys;
  try {
    const wrapped = await keys.wrap(byWords(words.join(" ")));
    const signature = await keys.sign(enrolBytes(redeemed, recipient, signingKey));
    const done = await api.enrol({ token: redeemed.token, recipient, signing_key: signingKey, wrapped, signature });
    await readAloud(recipient, signingKey, done.confirmed);
  } catch (error) {
    trouble(error, () => void lockAndSend(made));
  }
}
