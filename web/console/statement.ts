// One statement on members, its bytes and its hash, as `habeas_core::members` has them.
import { hex, lengthPrefixed, moment, unhex, utf8 } from "./bytes";

export type Role = "lawyer" | "coordinator";

export type Act =
  | { readonly act: "root"; readonly key: string }
  | {
      readonly act: "member";
      readonly member: string;
      readonly role: Role;
      readonly recipient: string;
      readonly signing_key: string | null;
    }
  | { readonly act: "revoked"; readonly member: string }
  | { readonly act: "recovery"; readonly recipients: readonly string[] };

export interface Signed {
  readonly by: string;
  readonly signature: string;
}

export interface Statement {
  readonly v: 1;
  readonly seq: number;
  /** In milliseconds since 1970, by the signer's clock. */
  readonly at: number;
  readonly previous: string;
  readonly stated: Act;
  readonly signed: readonly Signed[];
}

/** What the first statement follows. */
export const BEGINNING = "00".repeat(32);

/** Its values by name; throws if there are others. */
function fields<Name extends string>(value: unknown, ...names: Name[]): Record<Name, unknown> {
  const there = typeof value === "object" && value !== null ? Object.keys(value).sort() : [];
  if (there.join() !== [...names].sort().join()) throw new Error("no statement");
  return value as Record<Name, unknown>;
}

function text(value: unknown): string {
  if (typeof value !== "string" || /\p{Surrogate}/u.test(value)) throw new Error("no text");
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Error("no whole number");
  return value;
}

function digits(value: unknown, bytes: number): string {
  const hexadecimal = text(value);
  if (unhex(hexadecimal).length !== bytes) throw new Error("too few bytes, or too many");
  return hexadecimal;
}

function role(value: unknown): Role {
  if (value !== "lawyer" && value !== "coordinator") throw new Error("no role");
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("no list");
  return value;
}

function act(value: unknown): Act {
  switch ((value as { act?: unknown } | null)?.act) {
    case "root":
      return { act: "root", key: digits(fields(value, "act", "key").key, 32) };
    case "member": {
      const of = fields(value, "act", "member", "role", "recipient", "signing_key");
      const signing_key = of.signing_key === null ? null : digits(of.signing_key, 32);
      return { act: "member", member: text(of.member), role: role(of.role), recipient: text(of.recipient), signing_key };
    }
    case "revoked":
      return { act: "revoked", member: text(fields(value, "act", "member").member) };
    case "recovery":
      return { act: "recovery", recipients: list(fields(value, "act", "recipients").recipients).map(text) };
    default:
      throw new Error("no act");
  }
}

/** A statement as the server prints it; throws at everything else. */
export function statementOf(value: unknown): Statement {
  const of = fields(value, "v", "seq", "at", "previous", "stated", "signed");
  if (of.v !== 1) throw new Error("statements of version 1 alone are read");
  const signed = list(of.signed).map((one) => {
    const { by, signature } = fields(one, "by", "signature");
    return { by: digits(by, 32), signature: digits(signature, 64) };
  });
  return { v: 1, seq: whole(of.seq), at: whole(of.at), previous: digits(of.previous, 32), stated: act(of.stated), signed };
}

/** What its signers sign. */
export function signedBytes({ seq, at, previous, stated }: Statement): Uint8Array<ArrayBuffer> {
  const of = { member: "", role: "", recipient: "", key: "", ...told(stated) };
  return lengthPrefixed([
    utf8("habeas/member/v1"),
    moment(seq),
    moment(at),
    unhex(previous),
    utf8(stated.act),
    utf8(of.member),
    utf8(of.role),
    utf8(of.recipient),
    unhex(of.key),
  ]);
}

function told(stated: Act): { member?: string; role?: string; recipient?: string; key?: string } {
  switch (stated.act) {
    case "root":
      return { key: stated.key };
    case "member":
      return { member: stated.member, role: stated.role, recipient: stated.recipient, key: stated.signing_key ?? "" };
    case "revoked":
      return { member: stated.member };
    case "recovery":
      return { recipient: stated.recipients.join(" ") };
  }
}

/** What the next statement has to name. */
export async function hashOf(statement: Statement): Promise<string> {
  const signed = statement.signed.flatMap(({ by, signature }) => [unhex(by), unhex(signature)]);
  const bytes = lengthPrefixed([utf8("habeas/member-hash/v1"), signedBytes(statement), ...signed]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
