// What this browser keeps of a six-digit code, one for each member. If it forgets: seven words.

import type { Locked, Place } from "./code";

export interface Kept extends Place, Locked {
  /** Cannot be taken out of the browser by a script. */
  readonly key: CryptoKey;
  /** By this browser's clock. */
  readonly endsAt: number;
  /** Wrong codes since the last right one. */
  readonly wrong: number;
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function within<T>(mode: IDBTransactionMode, act: (codes: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open("habeas", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("codes", { keyPath: "member" });
  const base = await asked(opening);
  try {
    return await asked(act(base.transaction("codes", mode).objectStore("codes")));
  } finally {
    base.close();
  }
}

/** The member's code here; null if there is none, or its time is over. */
export async function keptCode(member: string): Promise<Kept | null> {
  try {
    const kept = await within<Kept | undefined>("readonly", (codes) => codes.get(member));
    if (kept === undefined) return null;
    if (kept.endsAt > Date.now()) return kept;
    await dropCode(member);
    return null;
  } catch {
    return null;
  }
}

export async function keepCode(kept: Kept): Promise<void> {
  await within("readwrite", (codes) => codes.put(kept));
}

export async function dropCode(member: string): Promise<void> {
  await within("readwrite", (codes) => codes.delete(member));
}
