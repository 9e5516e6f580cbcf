// A member's keys: made here, wrapped under seven words, and opened again. They leave the browser
// only wrapped. The text inside is an age identity file, which the stock `age` takes as it is.

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { base64, hex, unbase64, unhex } from "./bytes";

/** age's passphrase wrap: scrypt with 2^18. */
const WORK_FACTOR = 18;
/** An Ed25519 private key in PKCS #8 (RFC 8410) is this and 32 bytes. */
const PKCS8 = unhex("302e020100300506032b657004220420");
const SIGNING = "# HABEAS-SIGNING-KEY-";

export interface Keys {
  readonly recipient: string;
  /** Public, in hexadecimal. */
  readonly signingKey: string;
  /** Signs; the key itself cannot be taken out of it. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

export interface NewKeys extends Keys {
  /** Wraps them: an age file in Base64. */
  wrap(words: string): Promise<string>;
}

async function signer(seed: Uint8Array): Promise<Keys["sign"]> {
  const pkcs8 = new Uint8Array([...PKCS8, ...seed]);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  pkcs8.fill(0);
  return async (bytes) => hex(new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)));
}

/** New keys from the browser's randomness. */
export async function makeKeys(): Promise<NewKeys> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const signingKey = hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const seed = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).slice(PKCS8.length);
  const file = `# public key: ${recipient}\n# signs as: ${signingKey}\n${SIGNING}${hex(seed)}\n${identity}\n`;
  const sign = await signer(seed);
  seed.fill(0);
  return {
    recipient,
    signingKey,
    sign,
    async wrap(words) {
      const encrypter = new Encrypter();
      encrypter.setScryptWorkFactor(WORK_FACTOR);
      encrypter.setPassphrase(words);
      return base64(await encrypter.encrypt(file));
    },
  };
}

/** Opens wrapped keys; null if these are not their words. */
export async function openKeys(wrapped: string, words: string): Promise<Keys | null> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(words);
  let file: string;
  try {
    file = await decrypter.decrypt(unbase64(wrapped), "text");
  } catch {
    return null;
  }
  const lines = file.split("\n");
  const after = (start: string): string => lines.find((line) => line.startsWith(start))?.slice(start.length) ?? "";
  const seed = unhex(after(SIGNING));
  const keys = { recipient: after("# public key: "), signingKey: after("# signs as: "), sign: await signer(seed) };
  seed.fill(0);
  return keys;
}
