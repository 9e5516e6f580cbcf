// What the signing key signs, and nothing else: the server chooses a nonce and never the bytes.

import { lengthPrefixed, moment, sha256, unbase64, unhex, utf8 } from "./bytes";

/** A link that was redeemed. */
export interface Challenge {
  readonly link: string;
  readonly member: string;
  readonly nonce: string;
  readonly expiry: number;
}

const MEMBER = /^m-[0-9a-f]{1,32}$/;

function bytes(purpose: string, of: Challenge, more: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [link, nonce] = [unhex(of.link), unhex(of.nonce)];
  // A nonce is 32 random bytes: what is longer might be something else to be signed or opened.
  if (link.length !== 32 || nonce.length !== 32 || !MEMBER.test(of.member)) {
    throw new Error("this is no challenge");
  }
  const fields = [utf8(purpose), utf8(location.origin), link, utf8(of.member), nonce, moment(of.expiry)];
  return lengthPrefixed([...fields, ...more]);
}

/** To come in. */
export function signInBytes(of: Challenge): Uint8Array<ArrayBuffer> {
  return bytes("habeas/sign-in/v1", of, []);
}

/** That a new signing key is its own. */
export function enrolBytes(of: Challenge, recipient: string, key: string): Uint8Array<ArrayBuffer> {
  return bytes("habeas/enrol/v1", of, [utf8(recipient), unhex(key)]);
}

/** Who signs what they do, and when. */
export interface Moment {
  readonly member: string;
  readonly at: number;
}

function deed(purpose: string, of: Moment, what: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  if (!MEMBER.test(of.member)) throw new Error("this is no member");
  return lengthPrefixed([utf8(purpose), utf8(location.origin), utf8(of.member), ...what, moment(of.at)]);
}

/** That a copy is kept. */
export async function keepBytes(of: Moment, kind: string, wrapped: string): Promise<Uint8Array<ArrayBuffer>> {
  return deed("habeas/device/v1", of, [utf8(kind), await sha256(unbase64(wrapped))]);
}

/** That a copy is removed. */
export function removeBytes(of: Moment, id: string): Uint8Array<ArrayBuffer> {
  return deed("habeas/device-remove/v1", of, [utf8(id)]);
}

/** That a six-digit code is set. */
export function codeBytes(of: Moment, proofHash: Uint8Array): Uint8Array<ArrayBuffer> {
  return deed("habeas/code-set/v1", of, [proofHash]);
}

/** That a case is taken, by the order with this id. */
export function takeBytes(of: Moment, code: string, id: string): Uint8Array<ArrayBuffer> {
  return deed("habeas/take/v1", of, [utf8(code), utf8(id)]);
}

/** That a note is added to a case, by the order with this id. */
export async function noteBytes(of: Moment, code: string, id: string, sealed: string): Promise<Uint8Array<ArrayBuffer>> {
  return deed("habeas/note/v1", of, [utf8(code), utf8(id), await sha256(unbase64(sealed))]);
}

/** That whoever has a case is on it. */
export function renewBytes(of: Moment, code: string): Uint8Array<ArrayBuffer> {
  return deed("habeas/renew/v1", of, [utf8(code)]);
}
