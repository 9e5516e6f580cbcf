// The phones in a row: which are there, which one is looked at, how many pages nobody saw.

import type { Chat, PhoneInfo, Role } from "./contract";
import { el } from "../shared/dom";
import type { IconName } from "./icons";
import { Phone } from "./phone/phone";
import { chime } from "./sound";
import type { Tab } from "./tabs";
import { word } from "./words";

const ICONS: Record<Role, IconName> = { reporter: "family", lawyer: "scales", coordinator: "compass" };

export class Phones {
  readonly element = el("div", { class: "phones" });
  private readonly phones = new Map<number, { phone: Phone; role: Role }>();
  private readonly early = new Map<number, Chat[]>();
  private looked: Phone | null = null;

  /** `alone` is the tab that is shown alone, if one is; `changed` hears of every change of a badge. */
  constructor(
    private readonly alone: () => string | null,
    private readonly changed: () => void,
  ) {}

  tabs(): Tab[] {
    return [...this.phones.values()].map(({ phone, role }) => ({
      key: String(phone.user),
      name: phone.name,
      icon: ICONS[role],
      panel: phone.element,
      unread: phone.unreadPages,
    }));
  }

  get unread(): number {
    return [...this.phones.values()].reduce((sum, { phone }) => sum + phone.unreadPages, 0);
  }

  reset(): void {
    this.early.clear();
    for (const { phone } of this.phones.values()) phone.reset();
  }

  stage(infos: readonly PhoneInfo[]): void {
    const there = new Set(infos.map((info) => info.user));
    for (const [user, { phone }] of this.phones) {
      if (there.has(user)) continue;
      phone.element.remove();
      this.phones.delete(user);
    }
    for (const info of infos) this.place(info);
    this.changed();
  }

  chat(chat: Chat): void {
    const known = this.phones.get(chat.user);
    if (known !== undefined) known.phone.update(chat);
    else this.early.set(chat.user, [...(this.early.get(chat.user) ?? []), chat]);
  }

  /** The reader looks at this one. */
  look(user: number): void {
    this.looked = this.phones.get(user)?.phone ?? null;
    this.looked?.seen();
  }

  /** The reader is back at the page. */
  lookAgain(): void {
    this.looked?.seen();
  }

  private place(info: PhoneInfo): void {
    const known = this.phones.get(info.user);
    if (known !== undefined) {
      known.phone.describe(info);
      return;
    }
    const phone = new Phone(info, {
      attended: (one) => this.attended(one),
      unread: (_, more) => {
        if (more) chime();
        this.changed();
      },
    });
    phone.describe(info);
    this.phones.set(info.user, { phone, role: info.role });
    this.element.append(phone.element);
    for (const sign of ["pointerdown", "focusin"]) {
      phone.element.addEventListener(sign, () => this.look(info.user));
    }
    for (const chat of this.early.get(info.user) ?? []) phone.update(chat);
    this.early.delete(info.user);
  }

  private attended(phone: Phone): boolean {
    const alone = this.alone();
    const shown = alone === null || alone === String(phone.user);
    return shown && this.looked === phone && document.visibilityState === "visible" && document.hasFocus();
  }
}

/** The title with the number of pages that nobody saw. */
export function title(unread: number): string {
  const name = `${word("rp-bot-name")}: ${word("rp-title")}`;
  return unread > 0 ? `(${unread}) ${name}` : name;
}
