// Put into the console's page before its own script: notes when something can be read, and measures
// what nothing could be faster than. It changes nothing of the page.

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";

/** What is waited for, by its name. */
export type Expected = Readonly<Record<string, { readonly selector: string; readonly least: number }>>;
/** When each was painted, and when somebody pressed, in milliseconds of the page's clock. */
export type Marks = Readonly<Record<string, number>>;

export interface Bench {
  /** Begins to look; the promise is kept once all was painted. */
  expect(expected: Expected): void;
  marks(): Promise<Marks>;
  /** When the newest request for this path began. */
  asked(path: string): number;
  /** Fetches these, each group at once, and reads no word of them; milliseconds. */
  fetches(groups: readonly (readonly string[])[]): Promise<number>;
  /** Opens a case's key that is sealed to so many, and entries of so many bytes; milliseconds. */
  opens(readers: number, entries: number, bytes: number): Promise<number>;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

/** After the next frame is drawn. */
const painted = (): Promise<number> =>
  new Promise((done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    }),
  );

let found: Promise<Marks> = Promise.resolve({});

function expect(expected: Expected): void {
  const marks: Record<string, number> = {};
  const waits = new Map(Object.entries(expected));
  found = new Promise((done) => {
    const press = (): number => (marks["press"] ??= performance.now());
    addEventListener("click", press, { capture: true, once: true });
    const look = (): void => {
      for (const [name, { selector, least }] of waits) {
        if (document.querySelectorAll(selector).length < least) continue;
        waits.delete(name);
        const last = waits.size === 0;
        if (last) watch.disconnect();
        void painted().then((at) => {
          marks[name] = at;
          if (last) done(marks);
        });
      }
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { childList: true, subtree: true });
  });
}

function asked(path: string): number {
  const all = performance.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname === path);
  return all.at(-1)?.startTime ?? Number.NaN;
}

async function fetches(groups: readonly (readonly string[])[]): Promise<number> {
  const began = performance.now();
  const bytes = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer();
  for (const group of groups) await Promise.all(group.map(bytes));
  return performance.now() - began;
}

async function opens(readers: number, entries: number, bytes: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: readers }, generateX25519Identity));
  const [caseKey, mine] = [await generateX25519Identity(), all.at(-1) ?? ""];
  const [toReaders, toCase] = [new Encrypter(), new Encrypter()];
  for (const one of all) toReaders.addRecipient(await identityToRecipient(one));
  toCase.addRecipient(await identityToRecipient(caseKey));
  const key = await toReaders.encrypt(new TextEncoder().encode(caseKey));
  const sealed = await Promise.all(Array.from({ length: entries }, () => toCase.encrypt(new Uint8Array(bytes))));
  const began = performance.now();
  const member = new Decrypter();
  member.addIdentity(mine);
  const opened = new Decrypter();
  opened.addIdentity(new TextDecoder().decode(await member.decrypt(key)));
  for (const entry of sealed) await opened.decrypt(entry);
  return performance.now() - began;
}

window.bench = { expect, marks: () => found, asked, fetches, opens };
