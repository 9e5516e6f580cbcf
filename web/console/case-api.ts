// What the server answers about cases. Lists carry no content; what is sealed is opened here.

import { ask, type Proof } from "./api";

export const LEVELS = ["critical", "urgent", "watch", "routine"] as const;
export type Level = (typeof LEVELS)[number];
export const STAGES = ["open", "paged", "taken", "closed"] as const;
export type Stage = (typeof STAGES)[number];

/** What the member may do here, as the server decides it. */
export type May =
  | "write"
  | "note"
  | "act"
  | "speak"
  | "hand-over"
  | "take"
  | "openings"
  | "export"
  | "renew"
  | "file";

/** A case in the list. */
export interface CaseLine {
  readonly code: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly hours_left: number | null;
  readonly since: number;
  readonly mine: boolean;
  readonly handed: boolean;
  /** They are being called to take it. */
  readonly called: boolean;
  /** They may open it. */
  readonly reads: boolean;
  /** They are asked to take it, and the server cannot read its report: nobody takes it here. */
  readonly unreadable?: true;
}

/** A key of a case. Null where it is not sealed to this member. */
export interface CaseKey {
  readonly generation: number;
  readonly recipient: string;
  /** An age file in Base64. */
  readonly case_key: string | null;
}

/** A thing that was done, told in the reader's language. */
export interface Told {
  readonly at: number;
  readonly text: string;
  readonly by: string | null;
}

/** Something the lawyer wrote to the reporters, and how far it came. */
export interface Written {
  readonly id: string;
  readonly at: number;
  readonly state: "waiting" | "delivered" | "seen" | "failed";
}

/** The sum of reasons, as it can be done again by hand. */
export interface Sum {
  readonly lines: readonly string[];
  readonly unknown: readonly string[];
  readonly low: number;
  readonly high: number;
  readonly card: string;
}

export interface OneCase {
  readonly code: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly hours_left: number | null;
  readonly host_state: string | null;
  readonly opened_at: number;
  readonly taken_at: number | null;
  readonly owner: string | null;
  readonly mine: boolean;
  /** Its owner says that the person is free, and nobody else has said so yet. */
  readonly owner_free: boolean;
  /** Who the ids are that stand in the case. */
  readonly names: Readonly<Record<string, string>>;
  readonly now: number;
  readonly may: readonly May[];
  readonly danger: string | null;
  readonly first: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly at: number | null }[];
  /** Null where the server cannot read the report, or has not judged it. */
  readonly sum: Sum | null;
  readonly timeline: readonly Told[];
  readonly duty: readonly { readonly name: string; readonly number: string; readonly source: string; readonly as_of: string | null }[];
  readonly promise: { readonly asked: boolean; readonly lapsed: boolean; readonly until: number | null } | null;
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly writes: readonly Written[];
  readonly keys: readonly CaseKey[];
  readonly entries: number;
}

/** An entry as it lies at the server. */
export interface SealedEntry {
  readonly seq: number;
  readonly at: number;
  readonly generation: number;
  /** The member whose browser sealed it, as a note of theirs; null: the server did. */
  readonly by: string | null;
  /** An age file in Base64. */
  readonly sealed: string;
}

/** A note, sealed here. */
export interface SealedNote {
  readonly sealed: string;
  readonly generation: number;
}

/** The same, signed by its member's key. */
export type SignedNote = SealedNote & Proof;

/** A file that the server holds, sealed. */
export interface SealedFile {
  readonly file: string;
  readonly type: string;
  readonly bytes: number;
}

const of = (code: string, what: string): string => `/api/cases/${encodeURIComponent(code)}${what}`;

/** A large file on a slow line takes its time, in milliseconds. */
const FILE_MS = 10 * 60_000;

/** What a page asks in the background is no sign of anybody. */
const ITSELF = "itself=true";

export const caseApi = {
  list: (itself = false) => ask<{ readonly now: number; readonly cases: readonly CaseLine[] }>(`/api/cases${itself ? `?${ITSELF}` : ""}`),
  one: (code: string, language: string, itself = false) =>
    ask<OneCase>(of(code, `?language=${language}${itself ? `&${ITSELF}` : ""}`)),
  entries: (code: string, after: number) =>
    ask<{ readonly entries: readonly SealedEntry[]; readonly more: boolean }>(of(code, `/entries?after=${after}&${ITSELF}`)),
  openings: (code: string) =>
    ask<{ readonly openings: readonly { readonly name: string; readonly at: number }[] }>(of(code, "/openings")),
  write: (code: string, id: string, text: string) => ask<object>(of(code, "/write"), { id, text }),
  note: (code: string, id: string, note: SignedNote) => ask<object>(of(code, "/note"), { id, ...note }),
  do: (code: string, id: string, did: string) => ask<{ readonly text?: string }>(of(code, "/do"), { id, did }),
  take: (code: string, id: string, proof: Proof) => ask<{ readonly text?: string }>(of(code, "/do"), { id, did: "take", ...proof }),
  hand: (code: string, id: string, to: string) => ask<object>(of(code, "/hand"), { id, to }),
  renew: (code: string, proof: Proof) => ask<object>(of(code, "/renew"), proof),
  file: (code: string, seq: number, file_id: string) => ask<SealedFile>(of(code, "/files"), { seq, file_id }, FILE_MS),
  fileAt: (code: string, file: string): string => of(code, `/files/${file}`),
};
