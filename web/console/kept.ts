// What somebody types is kept in this browser as they type, until it is sent: encrypted by a key that
// no script takes out of the browser. Of whom it is stands beside it, and nothing else. What does not
// wait to be sent is forgotten after seven days.

import { lengthPrefixed, utf8 } from "./bytes";

/** A thing that was typed about a case. */
export interface Kept {
  /** 32 hexadecimal digits: with it the server knows what it has already. */
  readonly id: string;
  readonly code: string;
  readonly kind: "write" | "note";
  readonly text: string;
  /** By this browser's clock, in milliseconds. */
  readonly at: number;
  /** `draft`: still typed; `refused`: the server did not take it. */
  readonly state: "draft" | "waiting" | "refused";
  /** As it was read or written here: another one means that another tab has changed it since. */
  readonly version?: string;
}

/** A draft, or what was refused, is kept so long after its last change, in milliseconds. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Whether it was left for too long. What waits is sent, or refused, first. */
function isOld({ state, at }: Kept): boolean {
  return state !== "waiting" && Date.now() - at > KEPT_MS;
}

interface Stored {
  readonly id: string;
  readonly member: string;
  /** Only a draft can be typed over. */
  readonly draft: boolean;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** Acts on both stores, and waits until it is written. */
async function within<T>(mode: IDBTransactionMode, act: (kept: IDBObjectStore, keys: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = indexedDB.open("habeas-kept", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("kept", { keyPath: "id" });
    opening.result.createObjectStore("keys", { keyPath: "member" });
  };
  const base = await asked(opening);
  try {
    const transaction = base.transaction(["kept", "keys"], mode, { durability: "strict" });
    const written = new Promise<void>((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error);
    });
    const result = await act(transaction.objectStore("kept"), transaction.objectStore("keys"));
    await written;
    return result;
  } finally {
    base.close();
  }
}

/** The member's key here, made at the first use. Of two tabs that make one at once, the first counts. */
async function keyOf(member: string): Promise<CryptoKey> {
  const there = await within("readonly", (_, keys) => asked<{ key: CryptoKey } | undefined>(keys.get(member)));
  if (there !== undefined) return there.key;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return within("readwrite", async (_, keys) => {
    const other = await asked<{ key: CryptoKey } | undefined>(keys.get(member));
    if (other !== undefined) return other.key;
    await asked(keys.put({ member, key: made }));
    return made;
  });
}

function bound(member: string, id: string): Uint8Array<ArrayBuffer> {
  return lengthPrefixed([utf8("habeas/kept/v1"), utf8(member), utf8(id)]);
}

export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function seal(member: string, kept: Kept): Promise<Stored> {
  const { id, state, version: _, ...inside } = kept;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bound(member, id) };
  const plain = utf8(JSON.stringify({ ...inside, state }));
  const sealed = await crypto.subtle.encrypt(how, await keyOf(member), plain);
  return { id, member, draft: state === "draft", iv, sealed: new Uint8Array(sealed) };
}

function versionOf({ iv }: Stored): string {
  return `${iv}`;
}

async function open(stored: Stored, key: CryptoKey): Promise<Kept | null> {
  const how = { name: "AES-GCM", iv: stored.iv, additionalData: bound(stored.member, stored.id) };
  try {
    const plain = await crypto.subtle.decrypt(how, key, stored.sealed);
    return { ...(JSON.parse(new TextDecoder().decode(plain)) as Omit<Kept, "id" | "version">), id: stored.id, version: versionOf(stored) };
  } catch {
    return null;
  }
}

/** All that is kept of a member's, the oldest first; nothing in a browser that keeps nothing. */
export function allKept(member: string): Promise<readonly Kept[]> {
  return all(member).catch(() => []);
}

async function all(member: string): Promise<readonly Kept[]> {
  await forgetOld().catch(() => undefined);
  const stored = await within("readonly", (kept) => asked<Stored[]>(kept.getAll()));
  const own = await opened(stored.filter((one) => one.member === member));
  return own.sort((a, b) => a.at - b.at);
}

async function opened(stored: readonly Stored[]): Promise<Kept[]> {
  const all = await Promise.all(stored.map(async (one) => open(one, await keyOf(one.member))));
  return all.filter((one) => one !== null);
}

/** Forgets what was left for too long, whoever typed it. What was changed meanwhile stays. */
async function forgetOld(): Promise<void> {
  const stored = await within("readonly", (kept) => asked<Stored[]>(kept.getAll()));
  const old = new Set((await opened(stored)).filter(isOld).map(({ id }) => id));
  for (const one of stored.filter(({ id }) => old.has(id))) await forgetKept(one.id, versionOf(one));
}

/** Keeps it. What another tab has sent or typed meanwhile is not typed over: what is `own`, typed in this
 * tab, gets an id of its own then. */
export async function keep(member: string, kept: Kept, isNew: boolean, own = kept.state === "draft"): Promise<Kept> {
  const sealed = await seal(member, kept);
  const taken = await within("readwrite", async (all) => {
    const there = await asked<Stored | undefined>(all.get(kept.id));
    const isTyped = there?.draft === true && kept.version !== undefined && versionOf(there) !== kept.version;
    const isOthers = isTyped || (own && (there === undefined ? !isNew : !there.draft));
    if (!isOthers) await asked(all.put(sealed));
    return isOthers;
  });
  return taken ? keep(member, { ...kept, id: newId() }, true, own) : { ...kept, version: versionOf(sealed) };
}

/** It is sent, or is not wanted any more. With a version: unless it was changed since. */
export async function forgetKept(id: string, version?: string): Promise<void> {
  await within("readwrite", async (all) => {
    const there = await asked<Stored | undefined>(all.get(id));
    if (there !== undefined && (version === undefined || versionOf(there) === version)) await asked(all.delete(id));
  });
}
