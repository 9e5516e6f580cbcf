// Setting a six-digit code for this browser and this shift, and forgetting it.

import { el } from "../shared/dom";
import { api, type Me } from "./api";
import { hex, sha256, unbase64 } from "./bytes";
import { codeBytes } from "./challenge";
import { isCode, isGuessed, lock, newKey, proofOf, SHIFT_MS } from "./code";
import { digits } from "./code-form";
import { dropCode, keepCode, type Kept, keptCode } from "./code-store";
import type { Keys } from "./keys";
import { may, says, show, status, time } from "./screen";
import { session } from "./session";
import { keepsStorage } from "./storage";
import { trouble } from "./trouble";
import { withKeys } from "./unlock";
import { proves } from "./who";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** A button to set one; null where there is one, or where only one has opened the keys. */
export function codeOffer(me: Me, kept: Kept | null, back: () => void): HTMLElement | null {
  if (kept !== null || session.byCode) return null;
  const button = may("cs-code-offer", () => void withKeys(async (keys) => setCode(me, keys, back)));
  button.textContent = `${word("cs-code-offer")} ${time(Date.now() + SHIFT_MS)}`;
  return button;
}

function setCode(me: Me, keys: Keys, back: () => void): void {
  show("cs-code", () => {
    const told = status();
    const [first, second] = [digits("code", word("cs-code-first")), digits("code-again", word("cs-code-second"))];
    const form = el("form", {}, first.row, second.row, told, el("button", { class: "main", type: "submit", text: word("cs-code-set") }));
    const wrong = (key: WordKey): void => {
      told.textContent = word(key);
      [first.field.value, second.field.value] = ["", ""];
      first.field.focus();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const code = first.field.value.trim();
      if (!isCode(code)) return wrong("cs-code-six");
      if (isGuessed(code)) return wrong("cs-code-weak");
      if (second.field.value.trim() !== code) return wrong("cs-code-differ");
      keep(me, keys, code).then(back, (error: unknown) => trouble(error, () => setCode(me, keys, back)));
    });
    return [says("cs-code-about"), form, may("cs-code-without", back)];
  });
}

async function keep({ member }: Me, keys: Keys, code: string): Promise<void> {
  const key = await newKey();
  const proof_hash = await sha256(await proofOf(key, code));
  const proof = await proves(keys, (of) => codeBytes(of, proof_hash));
  const set = await api.setCode({ ...proof, proof_hash: hex(proof_hash) });
  const [share, place] = [unbase64(set.share), { member, id: set.id }];
  const locked = await keys.lend((file) => lock({ key, code, share }, place, file));
  share.fill(0);
  await keepCode({ ...place, ...locked, key, endsAt: Date.now() + set.ends_at - proof.at, wrong: 0 });
  keepsStorage();
}

/** The code that is here, and how to be rid of it; or how to set one. */
export function codeParts(me: Me, kept: Kept | null, back: () => void, leave: () => Promise<void>): (HTMLElement | null)[] {
  const forgets = async (): Promise<void> => {
    await forgetCode(me.member);
    await leave();
  };
  if (kept === null) return [codeOffer(me, kept, back)];
  return [
    el("p", { text: `${word("cs-code-until")} ${time(kept.endsAt)}` }),
    may("cs-code-forget", () => void forgets().catch((error: unknown) => trouble(error, back))),
  ];
}

/** The browser's half first: the server's opens nothing without it. */
async function forgetCode(member: string): Promise<void> {
  const kept = await keptCode(member);
  if (kept === null) return;
  await dropCode(member);
  await api.forgetCode(kept.id);
}
