// One phone: its chat with the bot, its lock screen, its badge.

import { now } from "../clock";
import type { Button, Chat, Message, PhoneInfo, Role } from "../contract";
import { button, el, freshId, unseen } from "../../shared/dom";
import { icon, type IconName } from "../icons";
import { attempt, orders } from "../orders";
import { hourMinute } from "../times";
import { word } from "../words";
import { Composer } from "./composer";
import { Lock, SHOWN } from "./lock";
import { Log } from "./log";
import { Notices } from "./notices";
import { Slip } from "./slip";
import { TitleBar } from "./titlebar";

const ROLE_ICONS: Record<Role, IconName> = { reporter: "family", lawyer: "scales", coordinator: "compass" };

/** What the page does about a phone. */
export interface Surroundings {
  /** Whether the reader is looking at this phone. */
  attended(phone: Phone): boolean;
  /** A page came that nobody saw, or all were seen now. */
  unread(phone: Phone, more: boolean): void;
}

export class Phone {
  readonly element: HTMLElement;
  readonly headingId = freshId();
  unreadPages = 0;
  private readonly status = el("p", { class: "status", role: "status" });
  private readonly badge = el("span", { class: "badge", hidden: true });
  private readonly log: Log;
  private readonly notices = new Notices();
  private readonly titlebar: TitleBar;
  private readonly composer: Composer;
  private readonly slip: Slip;
  private readonly bottom = el("div", { class: "bottom" });
  private readonly hint: HTMLElement;
  private readonly lock = new Lock(() => this.setLocked(false));
  private readonly open: HTMLElement;
  private chat: Pick<Chat, "opened" | "blocked"> = { opened: false, blocked: false };
  private locked = false;
  private shownBottom = "";

  constructor(
    private info: PhoneInfo,
    private readonly around: Surroundings,
  ) {
    const { user, who, role } = info;
    this.log = new Log({
      tap: (message, pressed, element) => this.tap(message, pressed, element),
      reply: (message) => this.composer.reply(message),
    });
    this.composer = new Composer(user, this.status);
    this.slip = new Slip(who, this.status);
    this.titlebar = new TitleBar({
      language: () => this.info.language,
      blocked: () => this.chat.blocked,
      opened: () => this.chat.opened,
      speak: (language) => void attempt(this.status, () => orders.speak(who, language)),
      block: () => void attempt(this.status, () => orders.block(user)),
      unblock: () => this.unblock(),
      lock: () => this.setLocked(true),
    });
    this.titlebar.show(false);
    this.hint = el("div", { class: "hint" }, icon(ROLE_ICONS[role]), el("p", { text: word(`rp-hint-${role}`) }));
    const chatArea = el("div", { class: "chat" }, this.log.element, this.hint, this.log.down, this.notices.toasts);
    this.open = el("div", { class: "inside" }, this.titlebar.element, chatArea, this.bottom);
    const bar = el(
      "div",
      { class: "statusbar", "aria-hidden": "true" },
      el("span", { "data-clock": "minute", text: hourMinute(now()) }),
      el("span", { class: "signal" }),
    );
    const screen = el("div", { class: "screen" }, bar, this.open, this.lock.element, this.notices.banner);
    const name = el("h2", { id: this.headingId, text: word(`rp-who-${who}`) });
    const plate = el("div", { class: "plate" }, icon(ROLE_ICONS[role]), name, this.badge, this.slip.opener);
    this.element = el(
      "section",
      { class: `phone ${role}`, "data-who": who, "data-user": user, "aria-labelledby": this.headingId },
      plate,
      this.slip.element,
      el("div", { class: "frame" }, screen),
      this.status,
    );
    this.showBottom();
  }

  get user(): number {
    return this.info.user;
  }

  get name(): string {
    return word(`rp-who-${this.info.who}`);
  }

  /** What is said of the phone itself has changed. */
  describe(info: PhoneInfo): void {
    this.info = info;
    this.element.dataset["language"] = info.language;
    this.slip.show(info.keys);
  }

  /** Forgets the chat: it is told anew. */
  reset(): void {
    this.log.clear();
    this.notices.clear();
    this.composer.reset();
    this.chat = { opened: false, blocked: false };
    this.unreadPages = 0;
    this.showBadge(false);
    this.showBottom();
  }

  update(chat: Chat): void {
    this.chat = { opened: chat.opened, blocked: chat.blocked };
    const language = this.info.language;
    const fresh = this.log.update(chat.messages, language);
    this.titlebar.show(chat.typing);
    this.composer.offer(chat.commands, chat.keyboard);
    this.showBottom();
    if (this.locked) this.lock.show(this.log.newest(SHOWN), language);
    if (chat.first) return;
    for (const toast of chat.toasts) this.notices.show(toast, language);
    this.news(fresh);
  }

  /** The reader looks at this phone. */
  seen(): void {
    if (this.locked || this.unreadPages === 0) return;
    this.unreadPages = 0;
    this.showBadge(false);
  }

  private news(fresh: readonly Message[]): void {
    const newest = fresh.at(-1);
    if (newest !== undefined && !this.locked) this.notices.announce(newest, this.info.language);
    const pages = fresh.filter((message) => !message.silent).length;
    if (pages === 0 || (!this.locked && this.around.attended(this))) return;
    this.unreadPages += pages;
    this.showBadge(true);
  }

  private showBadge(more: boolean): void {
    this.badge.hidden = this.unreadPages === 0;
    this.badge.replaceChildren(unseen(word("rp-unread")), ` ${this.unreadPages}`);
    this.element.classList.toggle("calling", this.unreadPages > 0);
    this.around.unread(this, more);
  }

  private tap(message: Message, pressed: Button, element: HTMLElement): void {
    const data = pressed.data;
    if (data === null) return;
    this.log.expect();
    element.setAttribute("aria-busy", "true");
    const done = (): void => element.removeAttribute("aria-busy");
    setTimeout(done, 3000);
    const tapped = attempt(this.status, () => orders.tap(this.user, message.message_id, data));
    void tapped.then((went) => went || done());
  }

  private setLocked(locked: boolean): void {
    this.locked = locked;
    this.open.inert = locked;
    this.element.classList.toggle("locked", locked);
    this.notices.quiet();
    if (locked) {
      this.lock.show(this.log.newest(SHOWN), this.info.language);
      this.lock.focus();
      return;
    }
    this.lock.hide();
    this.seen();
    this.log.toEnd(true);
  }

  private unblock(): void {
    void attempt(this.status, () => orders.unblock(this.user));
  }

  /** The big START, "Unblock", or the place to write. */
  private showBottom(): void {
    this.hint.hidden = this.chat.opened || !this.log.empty;
    const wanted = !this.chat.opened ? "start" : this.chat.blocked ? "blocked" : "composer";
    if (wanted === this.shownBottom) return;
    const hadFocus = this.bottom.contains(document.activeElement);
    this.shownBottom = wanted;
    const start = (): void => void attempt(this.status, () => orders.say(this.user, "/start", null));
    if (wanted === "start") this.bottom.replaceChildren(button({ class: "big" }, start, word("rp-start")));
    else if (wanted === "composer") this.bottom.replaceChildren(this.composer.element);
    else this.bottom.replaceChildren(button({ class: "big danger" }, () => this.unblock(), word("rp-unblock")));
    if (!hadFocus) return;
    if (wanted === "composer") this.composer.focus();
    else this.bottom.querySelector("button")?.focus({ preventScroll: true });
  }
}
