// Seven words that nobody chose: 90 bits. The list is the large one of the Electronic Frontier
// Foundation (https://www.eff.org/dice, CC BY).

import { EFF_LONG_WORDLIST as WORDS } from "secure-password-utilities/wordlists";

export const COUNT = 7;

/** A number below `below`, each as likely as every other. */
function random(below: number): number {
  const limit = Math.floor(2 ** 32 / below) * below;
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number < limit ? number % below : random(below);
}

export function makeWords(): readonly string[] {
  return Array.from({ length: COUNT }, () => WORDS[random(WORDS.length)] ?? "");
}
