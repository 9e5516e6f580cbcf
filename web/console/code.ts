// What a six-digit code locks. Three things open it: the code, a key of this browser that no script
// takes out of it, and a share that the server gives out for a proof, five times at most.

import { lengthPrefixed, utf8 } from "./bytes";

/** So many wrong ones, one after the other, end it, here and at the server. */
export const TRIES = 5;
/** It is good so long, in milliseconds, as the server counts. */
export const SHIFT_MS = 12 * 3600 * 1000;

export function isCode(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}

/** What is tried first: one digit six times, or a straight run. */
export function isGuessed(code: string): boolean {
  const steps = new Set(Array.from(code.slice(1), (digit, i) => Number(digit) - Number(code[i])));
  const [step = 9] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}

/** This browser's half. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function mac(key: CryptoKey, purpose: string, code: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, lengthPrefixed([utf8(purpose), utf8(code)])));
}

/** For it the server gives out its share. */
export function proofOf(key: CryptoKey, code: string): Promise<Uint8Array<ArrayBuffer>> {
  return mac(key, "habeas/code-proof/v1", code);
}

/** Whose code it is, and which. */
export interface Place {
  readonly member: string;
  readonly id: string;
}

/** What is locked, as it is kept. */
export interface Locked {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** All three of what opens. */
export interface Opens {
  readonly key: CryptoKey;
  readonly code: string;
  readonly share: Uint8Array<ArrayBuffer>;
}

async function wrappingKey({ key, code, share }: Opens, { member, id }: Place): Promise<CryptoKey> {
  const own = await mac(key, "habeas/code/v1", code);
  const both = new Uint8Array([...own, ...share]);
  const from = await crypto.subtle.importKey("raw", both, "HKDF", false, ["deriveKey"]);
  own.fill(0);
  both.fill(0);
  const info = lengthPrefixed([utf8("habeas/code-wrap/v1"), utf8(member), utf8(id)]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function lock(by: Opens, place: Place, file: Uint8Array<ArrayBuffer>): Promise<Locked> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await wrappingKey(by, place), file);
  return { iv, sealed: new Uint8Array(sealed) };
}

/** Null if one of the three, or the place, is another. */
export async function unlock(by: Opens, place: Place, { iv, sealed }: Locked): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await wrappingKey(by, place);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed).then(
    (file) => new Uint8Array(file),
    () => null,
  );
}
