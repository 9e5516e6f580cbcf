// What somebody does about a case by pressing: each press has an id, so that a second try does nothing twice.

import { button, el, refocus } from "../shared/dom";
import { Refused } from "./api";
import { caseApi } from "./case-api";
import { takeBytes } from "./challenge";
import type { Deed } from "./deed-list";
import { newId } from "./kept";
import { enterCase, enterRoom } from "./rooms";
import { status } from "./screen";
import { session } from "./session";
import { withKeys } from "./unlock";
import { proves } from "./who";
import { word } from "./words";

/** Whoever presses again so soon, in milliseconds, wants to know whether the first press was heard. */
const SAME_MS = 60_000;

/** What the presses of one case need. */
export class Deeds {
  /** What came of the last press. */
  readonly told = status();
  /** Ids of presses that nobody has answered yet, and since when. */
  private readonly open = new Map<string, { readonly id: string; readonly at: number }>();

  constructor(
    private readonly code: string,
    private readonly done: () => void,
  ) {}

  press(deed: Deed, kind: "main" | "plain"): HTMLButtonElement {
    const made: HTMLButtonElement = button({ class: kind }, () => {
      const act = (): void =>
        deed.did === "take" ? this.takes(made) : void this.does(deed.did, made, (id) => caseApi.do(this.code, id, deed.did));
      if (deed.sure === undefined) act();
      else this.asks(word(deed.sure), made, act);
    }, word(deed.name));
    return made;
  }

  /** A taking is signed. Where the keys had to be opened for it, the page goes on from there. */
  private takes(pressed: HTMLButtonElement): void {
    const here = session.keys !== null;
    void withKeys(async (keys) => {
      const done = await this.does("take", pressed, async (id) =>
        caseApi.take(this.code, id, await proves(keys, (of) => takeBytes(of, this.code, id))),
      );
      if (!here) await (done ? enterCase(this.code) : enterRoom("cases"));
    });
  }

  /** Somebody else is to have it. */
  hand(to: string, name: string, pressed: HTMLButtonElement): void {
    const act = (): void => void this.does(`hand ${to}`, pressed, (id) => caseApi.hand(this.code, id, to));
    this.asks(`${name}. ${word("cs-hand-sure")}`, pressed, act);
  }

  private asks(question: string, beside: HTMLButtonElement, act: () => void): void {
    const closes = (): void => {
      asked.remove();
      beside.hidden = false;
      beside.focus();
    };
    const yes = button({ class: "main" }, () => {
      closes();
      act();
    }, word("cs-yes"));
    const no = button({ class: "plain" }, closes, word("cs-no"));
    const asked = el("div", { class: "asked", role: "group", "aria-label": question }, el("p", { text: question }), yes, no);
    beside.after(asked);
    beside.hidden = true;
    no.focus();
  }

  /** A second try soon after has the id of the first; later it is meant anew. */
  private idOf(what: string): string {
    const before = this.open.get(what);
    if (before !== undefined && Date.now() - before.at < SAME_MS) return before.id;
    const id = newId();
    this.open.set(what, { id, at: Date.now() });
    return id;
  }

  /** Gives whether it was done. */
  private async does(what: string, pressed: HTMLButtonElement, act: (id: string) => Promise<{ readonly text?: string }>): Promise<boolean> {
    const id = this.idOf(what);
    pressed.disabled = true;
    try {
      const { text } = await act(id);
      this.open.delete(what);
      this.told.textContent = text ?? word("cs-done");
      this.done();
      return true;
    } catch (error) {
      const away = !(error instanceof Refused) || error.code === "away";
      if (!away) this.open.delete(what);
      this.told.textContent = word(away ? "cs-do-away" : "cs-do-not");
      if (!away) this.done();
      return false;
    } finally {
      pressed.disabled = false;
      refocus(pressed);
    }
  }
}
