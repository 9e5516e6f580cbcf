// The keys, opened here by the six-digit code of this browser.

import { el } from "../shared/dom";
import { api, Refused } from "./api";
import { hex, unbase64 } from "./bytes";
import { isCode, proofOf, TRIES, unlock } from "./code";
import { dropCode, keepCode, type Kept } from "./code-store";
import { type Keys, readKeys } from "./keys";
import { status } from "./screen";
import { word } from "./words";

/** A field for six digits, and what it is called. */
export function digits(id: string, name: string): { row: HTMLElement; field: HTMLInputElement } {
  const field = el("input", {
    id,
    class: "digits",
    inputmode: "numeric",
    maxlength: "6",
    autocomplete: "off",
    spellcheck: "false",
  });
  return { field, row: el("div", { class: "row" }, el("label", { for: id, text: name }), field) };
}

interface Door {
  /** The link by which somebody comes in; null: whoever has the cookie unlocks anew. */
  readonly link: string | null;
  opened(keys: Keys): Promise<void>;
  /** It opens no more. */
  over(): void;
  failed(error: unknown): void;
}

/** The server's share for this code; null if it gives none. */
async function shareFor(kept: Kept, link: string | null, code: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const proof = hex(await proofOf(kept.key, code));
  try {
    return unbase64((await api.openCode(link, kept.id, proof)).share);
  } catch (error) {
    if (error instanceof Refused && error.code === "not-in") return null;
    throw error;
  }
}

/** Wrong codes are counted in `of`, also when the form is drawn anew in another language. */
export function codeForm(of: { kept: Kept }, door: Door): HTMLElement {
  const told = status();
  const { row, field } = digits("code", word("cs-code-field"));
  const go = el("button", { class: "main", type: "submit", text: word("cs-sign-in-go") });
  const form = el("form", {}, row, told, go);
  const says = (text: string): void => {
    told.textContent = text;
    field.value = "";
    go.disabled = false;
    field.focus();
  };
  const tries = async (): Promise<void> => {
    const code = field.value.trim();
    if (!isCode(code)) return says(word("cs-code-six"));
    go.disabled = true;
    const share = await shareFor(of.kept, door.link, code);
    const wrong = share === null ? of.kept.wrong + 1 : 0;
    const kept = (of.kept = { ...of.kept, wrong });
    await keepCode(kept);
    if (share === null && wrong < TRIES) return says(`${word("cs-code-wrong")} ${TRIES - wrong}`);
    const file = share === null ? null : await unlock({ key: kept.key, code, share }, kept, kept);
    share?.fill(0);
    if (file !== null) return door.opened(await readKeys(file));
    await dropCode(kept.member);
    door.over();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tries().catch((error: unknown) => door.failed(error));
  });
  return form;
}
