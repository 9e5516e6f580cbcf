// Writing to the reporters, and a note for those who read the case. It is kept while it is typed.

import { button, el, refocus } from "../shared/dom";
import { Draft } from "./drafts";
import { allKept, forgetKept, type Kept, keep, newId } from "./kept";
import { status } from "./screen";
import { session } from "./session";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** So many characters go to the reporters at once. */
const LONGEST = 3000;
const KINDS = ["write", "note"] as const;
const LABELS: Record<Kept["kind"], WordKey> = { write: "cs-write-label", note: "cs-note-label" };
const OPENERS: Record<Kept["kind"], WordKey> = { write: "cs-write", note: "cs-note" };

/** How what is typed goes on. */
export interface Sends {
  /** Something waits. */
  waits(): void;
  /** In a browser that keeps nothing: at once. Whether it is done. */
  atOnce(kept: Kept): Promise<boolean>;
}

/** What is typed in one case. The texts outlive a change of the page's language. */
export class Composer {
  /** Below the rest, within the thumb's reach. */
  readonly form = el("form", { class: "composer" });
  /** What waits, and what was refused. */
  readonly waiting = el("div", { class: "waiting", "aria-live": "polite" });
  private readonly drafts: Record<Kept["kind"], Draft>;
  private readonly opener: Partial<Record<Kept["kind"], HTMLElement>> = {};
  private open: Kept["kind"] | null = null;
  /** Once that is done, nobody types over what was typed before. */
  private begun: Promise<void> = Promise.resolve();
  /** What this browser did not keep, and nobody has answered yet. */
  private unkept: Kept | null = null;

  constructor(
    private readonly member: string,
    private readonly code: string,
    private readonly sends: Sends,
  ) {
    this.drafts = { write: new Draft(member, code, "write"), note: new Draft(member, code, "note") };
    this.form.hidden = true;
  }

  /** Takes up what was typed before; the field with it is open at once. While the keys are locked
   * nothing of it is shown, and the field is for something new. */
  begins(): Promise<void> {
    this.begun = session.keys === null ? this.lists() : this.takesUp();
    return this.begun;
  }

  private async takesUp(): Promise<void> {
    for (const kind of KINDS) if ((await this.drafts[kind].takesUp()) !== "" && this.open === null) this.opens(kind, false);
    await this.lists();
  }

  /** Buttons that open a field. */
  openers(kinds: readonly Kept["kind"][]): HTMLButtonElement[] {
    return kinds.map((kind) => {
      const opener = button({ class: "plain" }, () => void this.begun.then(() => this.opens(kind, true)), word(OPENERS[kind]));
      this.opener[kind] = opener;
      return opener;
    });
  }

  /** Draws it anew, in the language of the moment. */
  speaks(): void {
    if (this.open !== null) this.opens(this.open, false);
    void this.lists();
  }

  private opens(kind: Kept["kind"], focus: boolean): void {
    this.open = kind;
    const draft = this.drafts[kind];
    const field = el("textarea", { id: "composer", rows: "3", autocomplete: "off", spellcheck: "false", "aria-describedby": "composer-kept" });
    field.value = draft.text;
    const about = el("p", { id: "composer-kept", class: "kept", text: word(kind === "write" ? "cs-write-about" : "cs-note-about") });
    const told = status();
    // Nothing of what somebody pastes is cut off unsaid.
    const isTooLong = (): boolean => {
      const more = field.value.length - LONGEST;
      told.textContent = more > 0 ? `${word("cs-too-long")} ${more}` : "";
      return more > 0;
    };
    field.addEventListener("input", () => {
      const text = field.value;
      isTooLong();
      field.dataset["kept"] = "false";
      draft.type(text).then(
        () => (field.dataset["kept"] = `${field.value === text}`),
        () => (told.textContent = word("cs-kept-not")),
      );
    });
    const send = el("button", { class: "main", type: "submit", text: word("cs-send") });
    const close = button({ class: "plain" }, () => this.closes(), word("cs-close"));
    this.form.onsubmit = (event) => {
      event.preventDefault();
      if (send.disabled || field.value.trim() === "" || isTooLong()) return;
      send.disabled = true;
      const text = field.value;
      draft.send(text).then(
        () => this.sent(),
        () => void this.sendsAtOnce(kind, text, told).finally(() => (send.disabled = false)),
      );
    };
    this.form.replaceChildren(el("label", { for: field.id, text: word(LABELS[kind]) }), field, about, told, el("div", { class: "pair" }, send, close));
    this.form.hidden = false;
    if (focus) field.focus();
  }

  /** The same words have the same id, also when they are tried again. */
  private async sendsAtOnce(kind: Kept["kind"], text: string, told: HTMLElement): Promise<void> {
    told.textContent = word("cs-kept-not");
    const same = this.unkept?.kind === kind && this.unkept.text === text;
    const { code } = this;
    const kept = same && this.unkept !== null ? this.unkept : { id: newId(), code, kind, text, at: Date.now(), state: "waiting" as const };
    this.unkept = kept;
    if (!(await this.sends.atOnce(kept).catch(() => false))) {
      told.textContent = word("cs-do-away");
      return;
    }
    this.unkept = null;
    this.drafts[kind].sent();
    this.closes();
  }

  private closes(): void {
    const opener = this.open === null ? undefined : this.opener[this.open];
    this.open = null;
    this.form.hidden = true;
    this.form.replaceChildren();
    if (opener !== undefined) refocus(opener);
  }

  private async sent(): Promise<void> {
    this.closes();
    await this.lists();
    this.sends.waits();
  }

  /** Shows what waits here. */
  async lists(): Promise<void> {
    const all = await allKept(this.member);
    const mine = all.filter(({ code, state }) => code === this.code && (state !== "draft" || session.keys === null));
    this.waiting.replaceChildren(...keptCards(this.member, mine, () => this.changed()));
  }

  private changed(): void {
    void this.lists();
    this.sends.waits();
  }
}

/** What is not sent yet; while the keys are locked, that there is something, and what was refused. */
export function keptCards(member: string, kept: readonly Kept[], changed: () => void): HTMLElement[] {
  if (session.keys === null) {
    const refused = kept.filter(({ state }) => state === "refused");
    return [
      ...refused.map((one) => el("p", { class: "unsent warn", text: headOf(one) })),
      ...(kept.length === 0 ? [] : [el("p", { text: word("cs-kept-locked") })]),
    ];
  }
  return kept.map((one) => keptCard(member, one, changed));
}

function headOf({ code, kind, state }: Kept): string {
  return `${code} · ${word(OPENERS[kind])} · ${word(state === "waiting" ? "cs-kept-waiting" : "cs-kept-refused")}`;
}

function keptCard(member: string, kept: Kept, changed: () => void): HTMLElement {
  const refused = kept.state !== "waiting";
  const then = (act: Promise<unknown>): void => void act.then(changed);
  const again = (): void => then(keep(member, { ...kept, state: "waiting", at: Date.now() }, false));
  const name = `${kept.code}: ${kept.text.slice(0, 20)}`;
  const press = (key: WordKey, act: () => void): HTMLElement =>
    button({ class: "plain", "aria-label": `${word(key)} · ${name}` }, act, word(key));
  return el(
    "div",
    { class: refused ? "unsent warn" : "unsent" },
    el("p", { class: "source", text: headOf(kept) }),
    el("p", { class: "said", text: kept.text }),
    ...(refused ? [press("cs-again", again)] : []),
    press("cs-kept-forget", () => then(forgetKept(kept.id))),
  );
}
