// What appears on a phone for a moment: answers to taps, and the banner of a new message.

import type { Message, Toast } from "../contract";
import { el } from "../../shared/dom";
import { card, cut } from "./notification";

const TOAST_MS = 4000;
const BANNER_MS = 5000;

export class Notices {
  readonly toasts = el("div", { class: "toasts", role: "status" });
  /** The log says the same to a screen reader. */
  readonly banner = el("div", { class: "banner", "aria-hidden": "true", hidden: true });
  private bannerEnds: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast, language: string): void {
    const shown = el("div", { class: "toast", text: toast.text, lang: language });
    this.toasts.append(shown);
    setTimeout(() => shown.remove(), TOAST_MS);
  }

  announce(message: Message, language: string): void {
    this.banner.replaceChildren(card(message, language));
    this.banner.hidden = false;
    cut(this.banner);
    clearTimeout(this.bannerEnds);
    this.bannerEnds = setTimeout(() => this.quiet(), BANNER_MS);
  }

  quiet(): void {
    this.banner.hidden = true;
    this.banner.replaceChildren();
  }

  clear(): void {
    this.toasts.replaceChildren();
    this.quiet();
  }
}
