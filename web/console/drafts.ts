// One field of one case, kept as it is typed.

import { allKept, forgetKept, type Kept, keep, newId } from "./kept";

/** What is typed into a field; one write after the other, the newest last. */
export class Draft {
  private kept: Kept | null = null;
  /** What stands in the field, also before it is kept, and where nothing is kept. */
  private newest = "";
  /** Whether this tab changed what was there. */
  private typed = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly member: string,
    private readonly code: string,
    private readonly kind: Kept["kind"],
  ) {}

  get text(): string {
    return this.newest;
  }

  /** Takes up what was typed before. Of two tabs' drafts none is lost: one follows the other. */
  async takesUp(): Promise<string> {
    const all = await allKept(this.member);
    const drafts = all.filter((one) => one.state === "draft" && one.code === this.code && one.kind === this.kind);
    const [first, ...others] = drafts;
    if (first === undefined) return this.text;
    [this.kept, this.newest] = [first, first.text];
    this.typed = false;
    if (others.length > 0) {
      await this.type(drafts.map(({ text }) => text).join("\n\n"));
      for (const other of others) await forgetKept(other.id, other.version);
    }
    return this.text;
  }

  /** Keeps this; done once it is written. */
  type(text: string): Promise<void> {
    this.typed = true;
    this.newest = text;
    return this.next(async () => {
      if (text === "") {
        if (this.kept !== null) await forgetKept(this.kept.id, this.kept.version);
        this.kept = null;
        return;
      }
      const { member, code, kind } = this;
      const isNew = this.kept === null;
      const { id, version } = this.kept ?? { id: newId() };
      const draft: Kept = { id, code, kind, text, at: Date.now(), state: "draft", ...(version === undefined ? {} : { version }) };
      this.kept = await keep(member, draft, isNew);
    });
  }

  /** From now on it waits to be sent, and the field is for something new. */
  send(text: string): Promise<void> {
    return this.next(async () => {
      const { member, code, kind } = this;
      const { id, version } = this.kept ?? { id: newId() };
      const waits: Kept = { id, code, kind, text, at: Date.now(), state: "waiting", ...(version === undefined ? {} : { version }) };
      await keep(member, waits, this.kept === null, this.typed);
      [this.kept, this.typed] = [null, false];
      if (this.newest === text) this.newest = "";
    });
  }

  /** It is sent without having been kept. */
  sent(): void {
    this.newest = "";
  }

  private next(act: () => Promise<void>): Promise<void> {
    const done = this.last.then(act);
    this.last = done.catch(() => undefined);
    return done;
  }
}
