// Opening what was seized with pasted identities. A case's key is an age file for its readers; what it
// holds is the case's own identity, which opens the entries. Nothing leaves this page.

import { Decrypter } from "age-encryption";
import type { Cell, Seized, Table } from "../contract";
import { bytesOf } from "./bytes";

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly body: unknown;
}

export interface OpenedCase {
  readonly code: string;
  /** Null: none of the identities opens this case. */
  readonly entries: readonly Entry[] | null;
  /** Entries that did not open although the case did. */
  readonly spoilt: number;
}

/** The identities among what was pasted. */
export function identitiesIn(pasted: string): string[] {
  const found = pasted.toUpperCase().match(/AGE-SECRET-KEY-1[0-9A-Z]+/g) ?? [];
  return [...new Set(found)].filter(isIdentity);
}

function isIdentity(line: string): boolean {
  try {
    new Decrypter().addIdentity(line);
    return true;
  } catch {
    return false;
  }
}

async function decrypt(file: Uint8Array, identities: readonly string[]): Promise<string | null> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(file, "text");
  } catch {
    return null;
  }
}

interface Rows {
  /** The cell of this column in each row that `keep` wants. */
  cells(row: readonly Cell[], column: string): Cell | undefined;
  readonly rows: readonly (readonly Cell[])[];
}

function tableOf(seized: Seized, name: string): Rows {
  const table: Table | undefined = seized.tables.find((one) => one.name === name);
  const places = new Map(table?.columns.map((column, i) => [column.name, i]));
  return {
    rows: table?.rows ?? [],
    cells: (row, column) => row[places.get(column) ?? -1],
  };
}

const same = (a: Cell | undefined, b: Cell | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function readEntry(line: string): Entry | null {
  try {
    const { seq, at, kind, body } = JSON.parse(line.trim()) as Entry;
    return { seq, at, kind, body };
  } catch {
    return null;
  }
}

async function openEntries(seized: Seized, id: Cell | undefined, key: string): Promise<(Entry | null)[]> {
  const entries = tableOf(seized, "entries");
  const read: (Entry | null)[] = [];
  for (const row of entries.rows) {
    if (!same(entries.cells(row, "case_id"), id)) continue;
    const sealed = bytesOf(entries.cells(row, "sealed"));
    const line = sealed === null ? null : await decrypt(sealed, [key]);
    read.push(line === null ? null : readEntry(line));
  }
  return read;
}

/** Tries every case with these identities, one after the other. */
export async function* openAll(seized: Seized, identities: readonly string[]): AsyncGenerator<OpenedCase> {
  const cases = tableOf(seized, "cases");
  for (const row of cases.rows) {
    const code = String(cases.cells(row, "code") ?? "?");
    const sealedKey = bytesOf(cases.cells(row, "case_key"));
    const plain = sealedKey === null ? null : await decrypt(sealedKey, identities);
    const [key] = plain === null ? [] : identitiesIn(plain);
    if (key === undefined) {
      yield { code, entries: null, spoilt: 0 };
      continue;
    }
    const read = await openEntries(seized, cases.cells(row, "id"), key);
    const entries = read.filter((entry) => entry !== null).sort((a, b) => a.seq - b.seq);
    yield { code, entries, spoilt: read.length - entries.length };
  }
}
