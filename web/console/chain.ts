// What a chain of statements comes to: who is a member, with which keys. The rules are those of
// `habeas_core::members::Roster`, in the same order; tests/vectors/chain.json holds both to them.
import { unhex } from "./bytes";
import { type Act, BEGINNING, hashOf, type Role, type Statement, statementOf, signedBytes } from "./statement";

/** Why a statement does not hold; `unreadable`: it is none. */
export type FaultName =
  | "missing"
  | "put-in"
  | "detached"
  | "other-root"
  | "not-signed"
  | "not-theirs"
  | "needs-two"
  | "nobody"
  | "key-taken"
  | "holders"
  | "unreadable";

export class Fault extends Error {
  constructor(
    readonly fault: FaultName,
    readonly seq: number,
  ) {
    super(`statement ${seq}: ${fault}`);
  }
}

/** A member, as the newest statement about them says. */
export interface Standing {
  readonly role: Role;
  /** The age recipient that cases are sealed to. */
  readonly recipient: string;
  /** What they sign with, in hexadecimal. */
  readonly signingKey: string | null;
  readonly revoked: boolean;
  /** The ids of all who ever signed for them; the root has none. */
  readonly madeBy: ReadonlySet<string>;
}

async function verifies(key: string, bytes: Uint8Array<ArrayBuffer>, signature: string): Promise<boolean> {
  const imported = await crypto.subtle.importKey("raw", unhex(key), "Ed25519", false, ["verify"]).catch(() => null);
  return imported !== null && crypto.subtle.verify("Ed25519", imported, unhex(signature), bytes);
}

/** One age recipient or two different ones; what is signed has a space between them. */
function areHolders(recipients: readonly string[]): boolean {
  const right = recipients.length === 1 || (recipients.length === 2 && recipients[0] !== recipients[1]);
  return right && recipients.every((one) => /^age1[0-9a-z]+$/.test(one));
}

/** A chain as far as it was read. */
export class Roster {
  /** Everybody there ever was, by id. */
  readonly members = new Map<string, Standing>();
  /** Who can open every case, offline, the outer of two first; none if the root never said. */
  recovery: readonly string[] = [];
  /** The hash of each statement. */
  readonly heads: string[] = [];
  /** Whose each key is or was: a recipient, or a signing key. */
  private readonly keys = new Map<string, string>();

  /** An empty chain, which must begin with this key; null: nobody is signed for here. */
  constructor(readonly root: string | null) {}

  /** What the next statement has to name. */
  get head(): string {
    return this.heads.at(-1) ?? BEGINNING;
  }

  /** A member who is none any more is no one. */
  active(id: string): Standing | null {
    const standing = this.members.get(id);
    return standing === undefined || standing.revoked ? null : standing;
  }

  /** The active member whose signing key this is. */
  byKey(key: string): readonly [string, Standing] | null {
    return [...this.members].find(([, standing]) => !standing.revoked && standing.signingKey === key) ?? null;
  }

  /** Reads the next statement; throws a `Fault` if it cannot be the next one, and is then as before. */
  async read(line: unknown): Promise<void> {
    const statement = this.parsed(line);
    const fault = await this.check(statement);
    if (fault !== null) throw fault;
    const hash = await hashOf(statement);
    this.apply(statement.stated, statement.signed.map(({ by }) => by));
    this.heads.push(hash);
  }

  private parsed(line: unknown): Statement {
    try {
      return statementOf(line);
    } catch {
      throw new Fault("unreadable", this.heads.length + 1);
    }
  }

  /** Why this cannot be the next statement; null if it can. */
  async check(statement: Statement): Promise<Fault | null> {
    const seq = this.heads.length + 1;
    if (statement.seq !== seq) return statement.seq > seq ? new Fault("missing", seq) : new Fault("put-in", statement.seq);
    if (statement.previous !== this.head) return new Fault("detached", seq);
    const bytes = signedBytes(statement);
    const signed = await Promise.all(statement.signed.map(({ by, signature }) => verifies(by, bytes, signature)));
    if (signed.length === 0 || signed.includes(false)) return new Fault("not-signed", seq);
    const fault = this.refuses(statement.stated, statement.signed.map(({ by }) => by));
    return fault === null ? null : new Fault(fault, seq);
  }

  /** Why this cannot be stated next with these keys' signatures; null if it can. `needs-two` comes
   * last: nothing else is missing. */
  refuses(act: Act, signers: readonly string[]): FaultName | null {
    const isFirst = this.heads.length === 0;
    if (act.act === "root") {
      if (!isFirst) return "put-in";
      if (act.key !== this.root) return "other-root";
      return this.isRoot(signers) ? null : "not-theirs";
    }
    if (isFirst) return "other-root";
    switch (act.act) {
      case "member": {
        const before = this.members.get(act.member);
        // Whoever was a coordinator, or was revoked, comes back by more than one.
        const heavy = act.role === "coordinator" || before?.role === "coordinator" || before?.revoked === true;
        const keys = [act.recipient, ...(act.signing_key === null ? [] : [act.signing_key])];
        return this.areFree(act.member, keys) ? this.maySign(act.member, heavy, signers) : "key-taken";
      }
      case "revoked": {
        const standing = this.active(act.member);
        return standing === null ? "nobody" : this.maySign(act.member, standing.role === "coordinator", signers);
      }
      case "recovery":
        if (!this.isRoot(signers)) return "not-theirs";
        return areHolders(act.recipients) ? null : "holders";
    }
  }

  private isRoot(signers: readonly string[]): boolean {
    return signers.length === 1 && signers[0] === this.root;
  }

  /** The root may sign anything; a coordinator signs for lawyers, never for themselves; for a
   * coordinator two sign, of whom neither made the other. */
  private maySign(about: string, heavy: boolean, signers: readonly string[]): FaultName | null {
    if (this.isRoot(signers)) return null;
    const who: (readonly [string, Standing])[] = [];
    for (const key of signers) {
      const signer = this.byKey(key);
      if (signer === null || signer[1].role !== "coordinator" || signer[0] === about) return "not-theirs";
      who.push(signer);
    }
    const [one, other, ...more] = who;
    if (one !== undefined && other === undefined && !heavy) return null;
    if (one === undefined || other === undefined || more.length > 0) return "needs-two";
    const apart = one[0] !== other[0] && !other[1].madeBy.has(one[0]) && !one[1].madeBy.has(other[0]);
    return apart ? null : "needs-two";
  }

  /** A key belongs to one member for good, and to nobody once they were revoked. */
  private areFree(member: string, keys: readonly string[]): boolean {
    const dead = this.active(member) === null;
    const taken = (key: string): boolean => {
      const whose = this.keys.get(key);
      return key === this.root || (whose !== undefined && (dead || whose !== member));
    };
    return !keys.some(taken);
  }

  private apply(act: Act, signers: readonly string[]): void {
    switch (act.act) {
      case "root":
        return;
      case "member": {
        const { member, role, recipient, signing_key: signingKey } = act;
        const signed = signers.flatMap((key) => this.byKey(key)?.[0] ?? []);
        const madeBy = new Set([...(this.members.get(member)?.madeBy ?? []), ...signed]);
        for (const key of [recipient, signingKey]) if (key !== null) this.keys.set(key, member);
        this.members.set(member, { role, recipient, signingKey, revoked: false, madeBy });
        return;
      }
      case "revoked": {
        const standing = this.active(act.member);
        if (standing !== null) this.members.set(act.member, { ...standing, revoked: true });
        return;
      }
      case "recovery":
        this.recovery = act.recipients;
    }
  }
}
