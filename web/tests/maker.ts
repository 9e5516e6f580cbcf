// Keys for members whose making of them is not what a test is about: made by the product's own
// modules, here instead of in a page, and sent to the server as a page sends them.

import assert from "node:assert/strict";
import type { NewMemberKeys, Redeemed } from "../console/api";
import { enrolBytes } from "../console/challenge";
import { fingerprint } from "../console/fingerprint";
import { makeKeys } from "../console/keys";
import { makeWords } from "../console/passphrase";
import type { Desk } from "./desk";

/** scrypt with 2^10 and not 2^18: what the words lock is nobody's. */
const WORK_FACTOR = 10;

/** What a member has once keys are made: the seven words of the paper, the eight of the fingerprint. */
export interface Made {
  readonly words: string[];
  readonly voice: string;
}

async function post<T>(at: Desk, path: string, order: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${at.origin}${path}`, { method: "POST", headers, body: JSON.stringify(order) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** Makes keys by a link. */
export async function makes(at: Desk, link: string): Promise<Made> {
  const token = new URL(link).hash.slice(1);
  const redeemed = await post<Omit<Redeemed, "token">>(at, "/api/redeem", { token });
  assert.equal(redeemed.purpose, "enrol");
  const keys = await makeKeys(redeemed.root);
  const words = [...makeWords()];
  const wrapped = await keys.wrap((encrypter) => {
    encrypter.setScryptWorkFactor(WORK_FACTOR);
    encrypter.setPassphrase(words.join(" "));
  });
  // What is signed names the page's own address.
  Object.assign(globalThis, { location: { origin: at.origin } });
  const { recipient, signingKey: signing_key } = keys;
  const signature = await keys.sign(enrolBytes(redeemed, recipient, signing_key));
  const order: NewMemberKeys = { token, recipient, signing_key, wrapped, passkey: null, signature };
  await post(at, "/api/enrol", order);
  return { words, voice: (await fingerprint(recipient, signing_key)).join(" ") };
}
