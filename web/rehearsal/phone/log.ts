// The messages of a phone: new ones below, edits in place, deleted ones gone.

import type { Message } from "../contract";
import { button, el, focusables } from "../../shared/dom";
import { icon } from "../icons";
import { word } from "../words";
import { bubble, firstWords, type Acts } from "./bubble";
import { kindWord } from "./media";

/** As many of the newest messages stay on the page. */
const MOST = 200;

/** So near to the end, in pixels, counts as the end. */
const NEAR = 48;

export class Log {
  readonly element = el("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": word("rp-messages"),
    tabindex: "0",
  });
  readonly down = button(
    { class: "down", hidden: true, "aria-label": word("rp-to-newest"), title: word("rp-to-newest") },
    () => this.toEnd(true),
    icon("down"),
  );

  private readonly kept = new Map<number, { message: Message; node: HTMLElement }>();
  private readonly acts: Acts;
  private following = true;
  private expecting = false;

  constructor(acts: Omit<Acts, "quoted">) {
    this.acts = { ...acts, quoted: (id) => this.quoted(id) };
    this.element.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      this.following = scrollHeight - scrollTop - clientHeight < NEAR;
      this.down.hidden = this.following;
    });
    // The log grows and shrinks with the keyboard below it, and when its tab is shown.
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.element);
  }

  clear(): void {
    this.kept.clear();
    this.element.replaceChildren();
    this.following = true;
    this.down.hidden = true;
  }

  get empty(): boolean {
    return this.kept.size === 0;
  }

  /** The newest messages of the bot, newest first. */
  newest(count: number): Message[] {
    const all = [...this.kept.values()].map((entry) => entry.message);
    return all.filter((message) => message.from === "bot").slice(-count).reverse();
  }

  /** Shows what changed; gives back the messages of the bot that are new. */
  update(messages: readonly Message[], language: string): Message[] {
    const fresh = messages.filter((message) => this.put(message, language));
    this.trim();
    const own = fresh.some((message) => message.from === "user");
    const answered = this.expecting && fresh.length > 0;
    if (this.following || own || answered) this.toEnd();
    if (answered) this.expecting = false;
    for (const waiting of this.element.querySelectorAll("[aria-busy]")) {
      waiting.removeAttribute("aria-busy");
    }
    return fresh.filter((message) => message.from === "bot");
  }

  /** The reader has tapped something: what comes next is wanted, wherever they have scrolled. */
  expect(): void {
    this.expecting = true;
  }

  toEnd(byHand = false): void {
    this.element.scrollTop = this.element.scrollHeight;
    if (byHand) this.element.focus();
  }

  /** Whether the message was not there before. */
  private put(message: Message, language: string): boolean {
    const id = message.message_id;
    const before = this.kept.get(id);
    if (message.deleted) {
      before?.node.remove();
      this.kept.delete(id);
      return false;
    }
    if (before === undefined && this.isTooOld(id)) return false;
    const node = bubble(message, language, this.acts);
    this.kept.set(id, { message, node });
    if (before === undefined) node.classList.add("new");
    if (before === undefined) this.insert(id, node);
    else replaceKeepingFocus(before.node, node);
    return before === undefined;
  }

  private isTooOld(id: number): boolean {
    const [oldest] = this.kept.keys();
    return this.kept.size >= MOST && oldest !== undefined && id < oldest;
  }

  private insert(id: number, node: HTMLElement): void {
    let after = this.element.lastElementChild;
    while (after !== null && Number((after as HTMLElement).dataset["message"]) > id) {
      after = after.previousElementSibling;
    }
    if (after === null) this.element.prepend(node);
    else after.after(node);
  }

  private trim(): void {
    for (const [id, { node }] of this.kept) {
      if (this.kept.size <= MOST) return;
      node.remove();
      this.kept.delete(id);
    }
  }

  private quoted(id: number): string | null {
    const message = this.kept.get(id)?.message;
    if (message === undefined) return word("rp-deleted-message");
    return message.text === "" ? kindWord(message) : firstWords(message.text);
  }
}

/** A focused button stays focused when its message is edited, or the nearest one that is there now. */
function replaceKeepingFocus(old: HTMLElement, node: HTMLElement): void {
  const focused = document.activeElement;
  const place = old.contains(focused) ? focusables(old).indexOf(focused as HTMLElement) : -1;
  old.replaceWith(node);
  if (place < 0) return;
  const there = focusables(node);
  there[Math.min(place, there.length - 1)]?.focus({ preventScroll: true });
}
