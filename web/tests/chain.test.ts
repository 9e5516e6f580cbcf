import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Fault, Roster } from "../console/chain";

interface Broken {
  readonly why: string;
  readonly root: string;
  /** The chain that these statements follow; null: they stand alone. */
  readonly after: string | null;
  readonly statements: readonly unknown[];
  readonly fault: string;
  readonly seq: number;
}

interface Vectors {
  readonly good: {
    readonly root: string;
    readonly statements: readonly object[];
    readonly members: Readonly<Record<string, object>>;
    readonly recovery: readonly string[];
    readonly head: string;
  };
  readonly chains: Readonly<Record<string, readonly unknown[]>>;
  readonly broken: readonly Broken[];
}

/** The server's tests make this file, and hold themselves to it. */
const { good, chains, broken } = JSON.parse(readFileSync("../tests/vectors/chain.json", "utf8")) as Vectors;

async function reads(root: string, lines: readonly unknown[]): Promise<Roster> {
  const roster = new Roster(root);
  for (const line of lines) await roster.read(line);
  return roster;
}

/** The fault of the first line that does not hold. */
async function faultOf(root: string, lines: readonly unknown[]): Promise<string> {
  const fault = await reads(root, lines).catch((error: unknown) => error);
  assert.ok(fault instanceof Fault, "the chain is broken");
  return `${fault.fault} ${fault.seq}`;
}

test("a chain comes to the same members, recovery and end as on the server", async () => {
  const roster = await reads(good.root, good.statements);
  const members = [...roster.members].map(([id, { role, recipient, signingKey, revoked }]) => [
    id,
    { role, recipient, signing_key: signingKey, revoked },
  ]);
  assert.deepEqual(Object.fromEntries(members), good.members);
  assert.deepEqual(roster.recovery, good.recovery);
  assert.equal(roster.head, good.head);
  assert.equal(roster.heads.length, good.statements.length);
});

for (const { why, root, after, statements, fault, seq } of broken) {
  test(`it does not hold, as on the server: ${why}`, async () => {
    const before = after === null ? [] : (chains[after] ?? assert.fail(after));
    assert.equal(await faultOf(root, [...before, ...statements]), `${fault} ${seq}`);
  });
}

test("what is refused leaves everything as it was", async () => {
  for (const { root, after, statements } of broken) {
    if (after === null) continue;
    const roster = await reads(root, chains[after] ?? []);
    const all = (): string => JSON.stringify([[...roster.members], roster.recovery, roster.heads]);
    const before = all();
    await assert.rejects(roster.read(statements[0]));
    assert.equal(all(), before);
  }
});

test("what is no statement is none", async () => {
  const [first] = good.statements;
  const others: unknown[] = [
    null,
    "root",
    [],
    {},
    { ...first, v: 2 },
    { ...first, more: 1 },
    { ...first, seq: "1" },
    { ...first, at: 1.5 },
    { ...first, previous: "00" },
    { ...first, stated: { act: "root" } },
    { ...first, stated: { act: "revoked", member: "\ud800" } },
    { ...first, stated: { act: "member", member: "m-1", role: "operator", recipient: "age1x", signing_key: null } },
    { ...first, stated: { act: "recovery", recipients: "age1x" } },
    { ...first, signed: [{ by: "00".repeat(32) }] },
    { ...first, signed: [{ by: "00".repeat(32), signature: "00".repeat(32) }] },
  ];
  for (const other of others) assert.equal(await faultOf(good.root, [other]), "unreadable 1", JSON.stringify(other));
});
