// The keys, opened here: by this browser's code, a passkey, or seven words.

import { el } from "../shared/dom";
import type { Wrapped } from "./api";
import { codeForm } from "./code-form";
import { keptCode } from "./code-store";
import { type Keys, openKeys } from "./keys";
import { passkeyButtons } from "./passkey";
import { forgotten, session } from "./session";
import { may, type Part, says, show, status } from "./screen";
import { tidied } from "./tidied";
import { trouble } from "./trouble";
import { who } from "./who";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** Whose keys are to be opened, and what then. */
export interface Door {
  readonly member: string;
  readonly copies: readonly Wrapped[];
  /** The link by which somebody comes in; null: whoever has the cookie unlocks anew. */
  readonly link: string | null;
  opened(keys: Keys): Promise<void>;
  again(): void;
}

/** Asks for what opens them. */
export async function askFor(door: Door, title: WordKey, before: () => Part[] = () => []): Promise<void> {
  const kept = await keptCode(door.member);
  const failed = (error: unknown): void => trouble(error, door.again);
  const asked = forgotten();
  const opened = (byCode: boolean) => async (keys: Keys): Promise<void> => {
    // Locked meanwhile: they are not opened after that.
    if (forgotten() !== asked) return keys.wipe();
    session.byCode = byCode;
    await door.opened(keys);
  };
  const anew = (note: WordKey | null): void => {
    show(title, () => [
      ...before(),
      note === null ? null : says(note),
      ...passkeyButtons(door.copies, (keys) => opened(false)(keys).catch(failed)),
      wordsForm(door.copies, opened(false), failed),
    ]);
    focusField();
  };
  if (kept === null) return anew(null);
  const counted = { kept };
  show(title, () => [
    ...before(),
    codeForm(counted, { link: door.link, opened: opened(true), over: () => anew("cs-code-over"), failed }),
    may("cs-use-words", () => anew(null)),
  ]);
  focusField();
}

/** Where there is nothing faster, words are typed at once. */
function focusField(): void {
  if (document.querySelector("#screen > .row button") === null) document.querySelector<HTMLElement>("form input")?.focus();
}

/** A form that opens one of these copies by its words. */
function wordsForm(copies: readonly Wrapped[], opened: (keys: Keys) => Promise<void>, failed: (error: unknown) => void): HTMLElement {
  const told = status();
  const field = el("input", {
    id: "seven-words",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "seven-about",
  });
  const faster = copies.some(({ kind }) => kind === "passkey");
  const go = el("button", { class: faster ? "plain" : "main", type: "submit", text: word("cs-sign-in-go") });
  const label = el("label", { for: field.id, text: word("cs-sign-in-words") });
  const about = el("p", { id: "seven-about", text: word("cs-sign-in-about") });
  const form = el("form", {}, label, field, about, told, go, says("cs-sign-in-lost"));
  const tries = async (): Promise<void> => {
    go.disabled = true;
    told.textContent = word("cs-sign-in-opening");
    const words = tidied(field.value);
    for (const { kind, wrapped } of copies) {
      const keys = kind === "words" ? await openKeys(wrapped, (by) => by.addPassphrase(words)) : null;
      if (keys === null) continue;
      field.value = "";
      return opened(keys);
    }
    told.textContent = word("cs-sign-in-wrong");
    go.disabled = false;
    field.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tries().catch(failed);
  });
  return form;
}

/** Does it with the keys: at once, or once they are unlocked. What then goes wrong is told as what it
 * is; where they were locked meanwhile it is told already. */
export async function withKeys(act: (keys: Keys) => Promise<void>, failed?: (error: unknown) => void): Promise<void> {
  const again = (): void => void withKeys(act, failed);
  const acts = async (keys: Keys): Promise<void> => {
    const begun = forgotten();
    try {
      await act(keys);
    } catch (error) {
      if (forgotten() !== begun) return;
      if (failed === undefined) trouble(error, again);
      else failed(error);
    }
  };
  if (session.keys !== null) return acts(session.keys);
  try {
    const { member, devices } = await who();
    const opened = async (keys: Keys): Promise<void> => {
      session.keys = keys;
      await acts(keys);
    };
    await askFor({ member, copies: devices, link: null, opened, again }, "cs-sign-in");
  } catch (error) {
    trouble(error, again);
  }
}
