// The keys, opened here by seven words.

import { el } from "../shared/dom";
import { api, type Wrapped } from "./api";
import { type Keys, openKeys } from "./keys";
import { tidied } from "./passphrase";
import { session } from "./session";
import { show, status } from "./screen";
import { trouble } from "./trouble";
import { word } from "./words";

/** A form that opens one of these copies by its words. */
export function wordsForm(copies: readonly Wrapped[], opened: (keys: Keys) => Promise<void>, again: () => void): HTMLElement {
  const told = status();
  const field = el("input", {
    id: "seven-words",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "seven-about",
  });
  const go = el("button", { class: "main", type: "submit", text: word("cs-sign-in-go") });
  const label = el("label", { for: field.id, text: word("cs-sign-in-words") });
  const about = el("p", { id: "seven-about", text: word("cs-sign-in-about") });
  const form = el("form", {}, label, field, about, told, go);
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
    tries().catch((error: unknown) => trouble(error, again));
  });
  return form;
}

/** Does it with the keys: at once, or once they are unlocked. */
export async function withKeys(act: (keys: Keys) => Promise<void>): Promise<void> {
  if (session.keys !== null) return act(session.keys);
  const again = (): void => void withKeys(act);
  try {
    const { devices } = await api.me();
    const opened = async (keys: Keys): Promise<void> => {
      session.keys = keys;
      await act(keys);
    };
    show("cs-sign-in", () => [wordsForm(devices, opened, again)]);
    document.querySelector<HTMLElement>("form input")?.focus();
  } catch (error) {
    trouble(error, again);
  }
}
