// What the server sends and takes. Times are milliseconds since 1970 on the rehearsal's clock.

export type Who = "relative" | "relative-2" | "lawyer-1" | "lawyer-2" | "coordinator";
export type Role = "reporter" | "lawyer" | "coordinator";
export type Level = "routine" | "watch" | "urgent" | "critical";
export type FaultKind = "too_many" | "slow" | "reset" | "lost_answer";
export type ScenarioName =
  | "press-report"
  | "nobody-answers"
  | "flood"
  | "paper-release"
  | "stolen-phone";

/** How a member's keys stand: nobody has signed for pending ones yet. */
export type KeyState = "none" | "pending" | "active";

export interface PhoneInfo {
  readonly who: Who;
  readonly user: number;
  readonly role: Role;
  readonly language: string;
  /** Null: its owner is no member. */
  readonly keys: KeyState | null;
}

export interface Stage {
  readonly now: number;
  readonly bot: "running" | "dead";
  /** Where the console of this rehearsal is. */
  readonly console: string;
  readonly scenario: null | {
    readonly name: ScenarioName;
    readonly state: "playing" | "done" | "failed";
    readonly line?: string | null;
  };
  readonly phones: readonly PhoneInfo[];
  readonly more: readonly Who[];
  readonly faults: readonly FaultKind[];
  readonly scenarios: readonly ScenarioName[];
}

export interface Button {
  readonly label: string;
  readonly data: string | null;
  readonly url?: string | null;
  readonly style?: string | null;
  readonly disabled?: boolean;
}

export interface Message {
  readonly message_id: number;
  readonly from: "bot" | "user";
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly edits: number;
  readonly deleted: boolean;
  readonly silent: boolean;
  readonly protected: boolean;
  readonly reply_to?: number | null;
}

export interface Toast {
  readonly text: string;
}

export interface Key {
  readonly label: string;
  readonly contact?: boolean;
}

export interface Command {
  readonly command: string;
  readonly description: string;
}

export interface Chat {
  readonly user: number;
  readonly opened: boolean;
  readonly blocked: boolean;
  readonly typing: boolean;
  readonly messages: readonly Message[];
  readonly toasts: readonly Toast[];
  readonly keyboard: readonly (readonly Key[])[];
  readonly commands: readonly Command[];
  readonly first: boolean;
}

export interface Page {
  readonly name: string;
  readonly state: "open" | "failed" | "declined";
  readonly state_text: string;
  readonly rung: number;
}

export interface Ladder {
  readonly why_text: string;
  readonly next_at: number | null;
  readonly next_text: string | null;
  readonly held: boolean;
  readonly pages: readonly Page[];
}

export interface Reason {
  readonly weight: string;
  readonly text: string;
  readonly alone: boolean;
}

export interface Assessment {
  readonly low: number;
  readonly high: number;
  readonly level: Level;
}

export interface Case {
  readonly code: string;
  readonly level: Level;
  readonly level_text: string;
  readonly stage: "open" | "paged" | "taken" | "closed";
  readonly stage_text: string;
  readonly owner: string | null;
  readonly opened_at: number;
  readonly history: readonly Assessment[];
  readonly reasons: readonly Reason[];
  readonly unknown: readonly string[];
  readonly sum: string;
  readonly ladder: Ladder | null;
  readonly promise: null | { readonly ask_at: number; readonly lapse_at: number };
}

export interface Strip {
  readonly cases: readonly Case[];
}

export type Cell = number | string | null | { readonly b64: string };
export type Kept = "age" | "keyring" | "hash" | "clear";

export interface Column {
  readonly name: string;
  readonly kept: Kept;
}

export interface Table {
  readonly name: string;
  readonly count: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Seized {
  readonly tables: readonly Table[];
}

export interface Identities {
  readonly recovery: string;
  readonly members: readonly { readonly who: Who; readonly identity: string }[];
}

/** Words that are kept or compared; null if there are none. */
export interface Words {
  readonly words: string | null;
}
