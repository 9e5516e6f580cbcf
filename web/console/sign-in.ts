// Coming in: the seven words open the keys here, and a signature goes to the server.

import { el } from "../shared/dom";
import { api, type Redeemed } from "./api";
import { signInBytes } from "./challenge";
import { home } from "./home";
import { openKeys } from "./keys";
import { readAloud } from "./read-aloud";
import { tidied } from "./passphrase";
import { says, show, status } from "./screen";
import { trouble } from "./trouble";
import { word } from "./words";

export function signIn(redeemed: Redeemed): void {
  if (redeemed.wrapped.length === 0) return show("cs-no-copy", () => [says("cs-no-copy-how")]);
  if (redeemed.confirmed) show("cs-sign-in", () => [question(redeemed)]);
  else show("cs-wait", () => [says("cs-wait-about"), says("cs-wait-words"), question(redeemed)]);
  document.querySelector<HTMLElement>("form input")?.focus();
}

function question(redeemed: Redeemed): HTMLElement {
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
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void comeIn(redeemed, field, go, told);
  });
  return form;
}

async function comeIn(
  redeemed: Redeemed,
  field: HTMLInputElement,
  go: HTMLButtonElement,
  told: HTMLElement,
): Promise<void> {
  go.disabled = true;
  told.textContent = word("cs-sign-in-opening");
  try {
    const words = tidied(field.value);
    for (const { wrapped } of redeemed.wrapped) {
      const keys = await openKeys(wrapped, words);
      if (keys === null) continue;
      field.value = "";
      if (!redeemed.confirmed) return await readAloud(keys.recipient, keys.signingKey, false);
      await api.signIn(redeemed.link, await keys.sign(signInBytes(redeemed)));
      return await home();
    }
    told.textContent = word("cs-sign-in-wrong");
    go.disabled = false;
    field.focus();
  } catch (error) {
    trouble(error, () => signIn(redeemed));
  }
}
