// A member's keys: made here, wrapped under seven words, and opened again. They leave the browser
// only wrapped. The text inside is an age identity file, which the stock `age` takes as it is.

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { base64, hex, unbase64, unhex, utf8 } from "./bytes";

/** age's passphrase wrap: scrypt with 2^18. */
const WORK_FACTOR = 18;
/** An Ed25519 private key in PKCS #8 (RFC 8410) is this and 32 bytes. */
const PKCS8 = unhex("302e020100300506032b657004220420");
const SIGNING = "# HABEAS-SIGNING-KEY-";

/** The organisation's root key: who says who is a member. A browser that forgets has it from here. */
const ROOT = "# trusts: ";

export interface Keys {
  readonly recipient: string;
  /** Public, in hexadecimal. */
  readonly signingKey: string;
  /** The root key that was there when the keys were made; null: members were not signed. */
  readonly root: string | null;
  /** Signs; the key itself cannot be taken out of it. */
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Opens an age file that was sealed to the recipient. Throws if it was not. */
  open(file: Uint8Array): Promise<Uint8Array>;
  /** All of them as one age file in Base64, locked by what the encrypter was told. */
  wrap(lock: (encrypter: Encrypter) => void): Promise<string>;
  /** Lends a copy of the identity file, and wipes it after. */
  lend<T>(to: (file: Uint8Array<ArrayBuffer>) => Promise<T>): Promise<T>;
  /** Wipes what can be wiped: they open, wrap and sign nothing from then on. */
  wipe(): void;
}

/** Under seven words. */
export function byWords(words: string): (encrypter: Encrypter) => void {
  return (encrypter) => {
    encrypter.setScryptWorkFactor(WORK_FACTOR);
    encrypter.setPassphrase(words);
  };
}

async function signer(seed: Uint8Array): Promise<Keys["sign"]> {
  const pkcs8 = new Uint8Array([...PKCS8, ...seed]);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  pkcs8.fill(0);
  return async (bytes) => hex(new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)));
}

/** The keys of an identity file that was made here; it is theirs from then on. */
export async function readKeys(file: Uint8Array<ArrayBuffer>): Promise<Keys> {
  const decoder = new TextDecoder();
  const line = (start: string): string => decoder.decode(file).split("\n").find((text) => text.startsWith(start)) ?? "";
  const after = (start: string): string => line(start).slice(start.length);
  const seed = unhex(after(SIGNING));
  const signs = await signer(seed);
  seed.fill(0);
  let wiped = false;
  const unlocked = (): void => {
    if (wiped) throw new Error("the keys are locked");
  };
  const keys: Keys = {
    recipient: after("# public key: "),
    signingKey: after("# signs as: "),
    root: after(ROOT) || null,
    async sign(bytes) {
      unlocked();
      return signs(bytes);
    },
    async open(sealed) {
      unlocked();
      const decrypter = new Decrypter();
      decrypter.addIdentity(line("AGE-SECRET-KEY-"));
      return decrypter.decrypt(sealed);
    },
    async wrap(lock) {
      const encrypter = new Encrypter();
      lock(encrypter);
      return base64(await keys.lend((copy) => encrypter.encrypt(copy)));
    },
    async lend(to) {
      unlocked();
      const copy = new Uint8Array(file);
      try {
        return await to(copy);
      } finally {
        copy.fill(0);
      }
    },
    wipe() {
      wiped = true;
      file.fill(0);
    },
  };
  return keys;
}

/** New keys from the browser's randomness. */
export async function makeKeys(root: string | null): Promise<Keys> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const signingKey = hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const seed = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).slice(PKCS8.length);
  const trusts = root === null ? "" : `${ROOT}${root}\n`;
  const file = `# public key: ${recipient}\n# signs as: ${signingKey}\n${trusts}${SIGNING}${hex(seed)}\n${identity}\n`;
  seed.fill(0);
  return readKeys(utf8(file));
}

/** Opens wrapped keys; null if this does not unlock them. */
export async function openKeys(wrapped: string, key: (decrypter: Decrypter) => void): Promise<Keys | null> {
  const decrypter = new Decrypter();
  key(decrypter);
  let file: Uint8Array;
  try {
    file = await decrypter.decrypt(unbase64(wrapped));
  } catch {
    return null;
  }
  const own = new Uint8Array(file);
  file.fill(0);
  return readKeys(own);
}
