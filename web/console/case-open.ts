// What is sealed of a case, opened here: its keys first, each of one generation, then its entries.

import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { base64, unbase64, utf8 } from "./bytes";
import type { CaseKey, SealedEntry, SealedNote } from "./case-api";
import type { Keys } from "./keys";

/** An entry is padded to a multiple of so many bytes, as the server's are. */
const STEP = 1024;

/** An entry that is open; `body` is whatever was sealed, and nothing in it is believed to be there. */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  /** The member whose note it is. A note of nobody is of unknown origin. */
  readonly by: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads what was sealed under this number; null if it is something else. What a member's browser sealed
 * is a note of theirs, whatever it says of itself; of any note the text alone is read. */
export function readEntry(plain: Uint8Array, { seq, at, by }: Pick<SealedEntry, "seq" | "at" | "by">): Entry | null {
  try {
    const line: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
    if (!Number.isSafeInteger(seq) || !isRecord(line) || line["v"] !== 1 || typeof line["kind"] !== "string" || !isRecord(line["body"])) return null;
    const isNote = line["kind"] === "note";
    // A browser does not know a note's number when it seals it; all others have their own.
    if (by === null && line["seq"] !== seq && !(isNote && line["seq"] === 0)) return null;
    if (by === null && !isNote) return { seq, at, kind: line["kind"], by, body: line["body"] };
    return { seq, at, kind: "note", by, body: { text: line["body"]["text"], ...(by === null ? {} : { member: by }) } };
  } catch {
    return null;
  }
}

/** A note as it is sealed: a line, and spaces up to a whole step. */
export function noteLine(text: string, member: string, at: number): Uint8Array<ArrayBuffer> {
  const line = JSON.stringify({ v: 1, seq: 0, at: new Date(at).toISOString(), kind: "note", body: { text, member } });
  const bytes = utf8(line);
  const whole = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(0x20);
  whole.set(bytes);
  bytes.fill(0);
  return whole;
}

/** Which keys of one case are open. */
export class CaseKeys {
  private readonly open = new Map<number, Decrypter>();
  private present: CaseKey | null = null;

  /** Opens what is not open yet. A key that belongs to another recipient is none. */
  async opens(all: readonly CaseKey[], keys: Keys): Promise<void> {
    this.present = all.reduce<CaseKey | null>((a, b) => (a === null || b.generation > a.generation ? b : a), null);
    for (const { generation, recipient, case_key } of all) {
      if (case_key === null || this.open.has(generation)) continue;
      const line = await keys.open(unbase64(case_key)).catch(() => null);
      if (line === null) continue;
      const identity = new TextDecoder().decode(line).trim();
      line.fill(0);
      if ((await identityToRecipient(identity).catch(() => "")) !== recipient) continue;
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      this.open.set(generation, decrypter);
    }
  }

  has(generation: number): boolean {
    return this.open.has(generation);
  }

  get areOpen(): boolean {
    return this.open.size > 0;
  }

  /** Forgets all of them. */
  shut(): void {
    this.open.clear();
    this.present = null;
  }

  /** What is inside a file of this generation; null if it does not open. */
  async decrypt(generation: number, file: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
    const decrypter = this.open.get(generation);
    if (decrypter === undefined) return null;
    return decrypter.decrypt(file).then(
      (plain) => new Uint8Array(plain),
      () => null,
    );
  }

  async entry(sealed: SealedEntry): Promise<Entry | null> {
    const plain = await this.decrypt(sealed.generation, unbase64(sealed.sealed));
    const entry = plain === null ? null : readEntry(plain, sealed);
    plain?.fill(0);
    return entry;
  }

  /** Seals a note to the case's present key, if it is one that opened here: the server's word alone
   * names nobody who may read it. */
  async note(text: string, member: string, at: number): Promise<SealedNote | null> {
    if (this.present === null || !this.open.has(this.present.generation)) return null;
    const encrypter = new Encrypter();
    encrypter.addRecipient(this.present.recipient);
    const line = noteLine(text, member, at);
    const sealed = base64(await encrypter.encrypt(line));
    line.fill(0);
    return { sealed, generation: this.present.generation };
  }
}
