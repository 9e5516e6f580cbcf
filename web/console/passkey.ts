// A passkey in the place of words: what it makes of a salt (WebAuthn PRF) locks a copy of the keys.

import { webauthn } from "age-encryption";
import { button, el, refocus } from "../shared/dom";
import type { Wrapped } from "./api";
import { type Keys, openKeys } from "./keys";
import { day, does, may, says, show, status } from "./screen";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** Which copy was opened by a passkey in this browser last: no secret. */
const LAST = "habeas.passkey";

/** A copy of the keys under a new passkey. */
export interface PasskeyCopy {
  readonly wrapped: string;
  /** Names the passkey to the browser; opens nothing. */
  readonly hint: string;
}

/** Whose keys. */
export interface Owner {
  readonly keys: Keys;
  readonly member: string;
}

/** The browser asks twice: to make the passkey, and to use it. */
async function makePasskey({ keys, member }: Owner): Promise<PasskeyCopy> {
  const hint = await webauthn.createCredential({ keyName: `Habeas ${member}`, rpId: location.hostname });
  const recipient = new webauthn.WebAuthnRecipient({ identity: hint });
  return { hint, wrapped: await keys.wrap((encrypter) => encrypter.addRecipient(recipient)) };
}

/** Asks whether to make one; goes on with null if not. */
export function offerPasskey(without: WordKey, owner: Owner, goOn: (copy: PasskeyCopy | null) => Promise<void>): void {
  if (!("PublicKeyCredential" in window)) return void goOn(null);
  show("cs-passkey", () => {
    const told = status();
    const make = does("cs-passkey-make", () => void tries());
    const tries = async (): Promise<void> => {
      make.disabled = true;
      told.textContent = word("cs-passkey-asks");
      const copy = await makePasskey(owner).catch((error: unknown) => {
        // The browser's own refusals are of this class; a passkey without PRF is not.
        told.textContent = word(error instanceof DOMException ? "cs-passkey-none" : "cs-passkey-cannot");
        make.disabled = false;
        refocus(make);
        return null;
      });
      if (copy !== null) await goOn(copy);
    };
    return [says("cs-passkey-about"), says("cs-passkey-words"), told, make, may(without, () => void goOn(null))];
  });
}

/** Buttons that open a copy, the likeliest one first; none where no copy is under a passkey. */
export function passkeyButtons(copies: readonly Wrapped[], opened: (keys: Keys) => Promise<void>): HTMLElement[] {
  const last = localStorage.getItem(LAST);
  const own = copies.filter(({ kind }) => kind === "passkey");
  const sorted = [...own].sort((a, b) => Number(b.id === last) - Number(a.id === last) || b.added_at - a.added_at);
  if (sorted.length === 0) return [];
  const told = status();
  const name = (of: Wrapped): string =>
    sorted.length === 1 ? word("cs-passkey-open") : `${word("cs-passkey-open")} · ${day(of.added_at)}`;
  const tries = async (of: Wrapped, pressed: HTMLElement): Promise<void> => {
    told.textContent = word("cs-passkey-asks");
    for (const each of buttons) each.disabled = true;
    const identity = new webauthn.WebAuthnIdentity(of.hint === null ? { rpId: location.hostname } : { identity: of.hint });
    const keys = await openKeys(of.wrapped, (decrypter) => decrypter.addIdentity(identity));
    for (const each of buttons) each.disabled = false;
    refocus(pressed);
    if (keys === null) {
      told.textContent = word("cs-passkey-not");
      return;
    }
    localStorage.setItem(LAST, of.id);
    await opened(keys);
  };
  const buttons: HTMLButtonElement[] = sorted.map((of, i) => {
    const made: HTMLButtonElement = button({ class: i === 0 ? "main" : "plain" }, () => void tries(of, made), name(of));
    return made;
  });
  return [el("div", { class: "row" }, ...buttons), told];
}
