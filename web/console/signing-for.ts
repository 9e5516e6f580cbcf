// Signing for somebody: the eight words are heard and typed, and compared with the keys themselves.
import { el } from "../shared/dom";
import type { Need } from "./standing";
import { fingerprint, heard } from "./fingerprint";
import { does, may, says, show, status } from "./screen";
import type { Act, Statement } from "./statement";
import { backToMembers, states } from "./stating";
import { word } from "./words";

/** What is to be signed, and for whom. */
export interface Signing {
  /** Name, role and id, as the reader knows them. */
  readonly whom: string;
  readonly act: Act;
  /** What somebody else has signed already; null: nobody has. */
  readonly draft: Statement | null;
  readonly need: Need;
}

export function signing(of: Signing): void {
  if (of.act.act === "revoked") revocation(of);
  else if (of.act.act === "member") hearing(of, of.act.recipient, of.act.signing_key);
}

function second({ need, draft }: Signing): HTMLElement | null {
  return need === "two" && draft === null ? says("cs-sign-two") : null;
}

function hearing(of: Signing, recipient: string, signingKey: string | null): void {
  show("cs-sign-title", () => [
    el("p", { class: "whom", text: of.whom }),
    says("cs-sign-call"),
    says("cs-sign-hear"),
    second(of),
    wordsHeard(recipient, signingKey, () => states(of.act, of.draft)),
    may("cs-back", backToMembers),
  ]);
  document.querySelector<HTMLElement>("form textarea")?.focus();
}

/** A field for the words of these keys; `same` once they are. */
function wordsHeard(recipient: string, signingKey: string | null, same: () => void): HTMLElement {
  const told = status();
  const field = el("textarea", {
    id: "eight-words",
    rows: "3",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "eight-about",
  });
  const label = el("label", { for: field.id, text: word("cs-sign-field") });
  const about = el("p", { id: "eight-about", text: word("cs-sign-about") });
  const go = el("button", { class: "main", type: "submit", text: word("cs-sign-go") });
  const compare = async (): Promise<void> => {
    const typed = heard(field.value);
    const theirs = await fingerprint(recipient, signingKey);
    if (typed !== null && typed.join() === theirs.join()) return same();
    told.textContent = word(typed === null ? "cs-sign-typo" : "cs-sign-differs");
    field.focus();
  };
  const form = el("form", {}, label, field, about, told, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void compare();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    form.requestSubmit();
  });
  return form;
}

function revocation(of: Signing): void {
  show("cs-revoke-title", () => [
    el("p", { class: "whom", text: of.whom }),
    says("cs-revoke-then"),
    says("cs-revoke-past"),
    second(of),
    does("cs-revoke-sure", () => states(of.act, of.draft)),
    may("cs-revoke-leave", backToMembers),
  ]);
}
