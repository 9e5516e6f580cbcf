// Where the person writes: words, things from the attach menu, a command, a key of the bot's keyboard.

import type { Command, Key, Message } from "../contract";
import { button, el, unseen } from "../../shared/dom";
import { icon, type IconName } from "../icons";
import { attempt, orders } from "../orders";
import { popup } from "../popup";
import { word } from "../words";
import type { WordKey } from "../word-keys";
import { firstWords } from "./bubble";

const THINGS: readonly { kind: string; icon: IconName; word: WordKey }[] = [
  { kind: "photo", icon: "photo", word: "rp-photo" },
  { kind: "document", icon: "document", word: "rp-document" },
  { kind: "voice", icon: "voice", word: "rp-voice" },
  { kind: "location", icon: "location", word: "rp-location" },
  { kind: "contact", icon: "contact", word: "rp-contact" },
];

export class Composer {
  readonly element: HTMLElement;
  private readonly field: HTMLTextAreaElement;
  private readonly replying = el("div", { class: "replying", hidden: true });
  private readonly keys = el("div", { class: "keyboard", hidden: true });
  private readonly slash;
  private commands: readonly Command[] = [];
  private replyTo: number | null = null;
  private shownKeys = "";

  constructor(
    private readonly user: number,
    private readonly status: HTMLElement,
  ) {
    this.field = el("textarea", {
      rows: "1",
      "aria-label": word("rp-write"),
      placeholder: word("rp-write"),
      autocomplete: "off",
      spellcheck: "false",
    });
    this.field.addEventListener("keydown", (event) => this.keydown(event));
    const slashMark = el("span", { class: "slash", "aria-hidden": "true", text: "/" });
    this.slash = popup(word("rp-commands"), slashMark, "round", () =>
      this.commands.map(({ command, description }) => ({
        text: `/${command}`,
        detail: description,
        act: () => void this.say(`/${command}`),
      })),
    );
    const attach = popup(word("rp-attach"), icon("clip"), "round", () =>
      THINGS.map((thing) => ({
        text: word(thing.word),
        icon: thing.icon,
        act: () => void attempt(this.status, () => orders.send(this.user, thing.kind, {})),
      })),
    );
    const name = word("rp-send");
    const send = button({ class: "round send", "aria-label": name, title: name }, () => void this.send(), icon("send"));
    const row = el("div", { class: "compose" }, this.slash.opener, this.field, attach.opener, send);
    this.element = el("div", { class: "composer" }, this.slash.menu, attach.menu, this.replying, row, this.keys);
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  offer(commands: readonly Command[], keyboard: readonly (readonly Key[])[]): void {
    this.commands = commands;
    this.slash.opener.hidden = commands.length === 0;
    const shown = JSON.stringify(keyboard);
    if (shown === this.shownKeys) return;
    this.shownKeys = shown;
    const rows = keyboard.map((row) => el("div", { class: "row" }, ...row.map((key) => this.key(key))));
    this.keys.replaceChildren(...rows);
    this.keys.hidden = rows.length === 0;
  }

  reply(message: Message): void {
    this.replyTo = message.message_id;
    const name = word("rp-cancel-reply");
    const cancel = button({ class: "round", "aria-label": name, title: name }, () => this.cancel(), icon("close"));
    const to = el("span", { class: "to", text: firstWords(message.text) });
    const label = el("span", { class: "what", text: word("rp-replying") });
    this.replying.replaceChildren(icon("reply"), el("span", { class: "words" }, label, to), cancel);
    this.replying.hidden = false;
    this.focus();
  }

  /** What would be replied to is forgotten. */
  reset(): void {
    this.replyTo = null;
    this.replying.hidden = true;
    this.replying.replaceChildren();
  }

  private cancel(): void {
    this.reset();
    this.focus();
  }

  private key(key: Key): HTMLElement {
    const press = (): void => void attempt(this.status, () => orders.press(this.user, key.label));
    const shares = key.contact === true;
    return button(
      { class: "key" },
      press,
      shares ? icon("contact") : null,
      key.label,
      shares ? unseen(word("rp-shares-number")) : null,
    );
  }

  private keydown(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void this.send();
    } else if (event.key === "Escape" && this.replyTo !== null) {
      event.preventDefault();
      this.cancel();
    }
  }

  private async send(): Promise<void> {
    const text = this.field.value.trim();
    if (text === "") return;
    const replyTo = this.replyTo;
    this.field.value = "";
    if (replyTo !== null) this.cancel();
    const sent = await attempt(this.status, () => orders.say(this.user, text, replyTo));
    if (!sent && this.field.value === "") this.field.value = text;
  }

  private say(text: string): Promise<boolean> {
    return attempt(this.status, () => orders.say(this.user, text, null));
  }
}
