// What appears on a phone for a moment: answers to taps, and the banner of a new message.

import type { Message, Toast } from "../contract";
import { button, el, freshId } from "../dom";
import { word } from "../words";
import { card, cut } from "./notification";

const TOAST_MS = 4000;
const BANNER_MS = 5000;

export class Notices {
  readonly toasts = el("div", { class: "toasts", role: "status" });
  readonly alerts = el("div", { class: "alerts" });
  /** The log says the same to a screen reader. */
  readonly banner = el("div", { class: "banner", "aria-hidden": "true", hidden: true });
  private bannerEnds: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast, language: string): void {
    if (toast.alert) this.alert(toast.text, language);
    else this.flash(toast.text, language);
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
    this.alerts.replaceChildren();
    this.quiet();
  }

  private flash(text: string, lang: string): void {
    const toast = el("div", { class: "toast", text, lang });
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  /** Stays until it is dismissed; the focus then goes back to where it was. */
  private alert(text: string, lang: string): void {
    const before = document.activeElement;
    const id = freshId();
    const dismiss = (): void => {
      box.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
    const ok = button({ class: "plain" }, dismiss, word("rp-ok"));
    const attributes = { class: "alert", role: "alertdialog", "aria-labelledby": id };
    const box = el("div", attributes, el("p", { id, text, lang }), ok);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") dismiss();
    });
    this.alerts.append(box);
    ok.focus({ preventScroll: true });
  }
}
