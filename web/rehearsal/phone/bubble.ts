// One message as the phone shows it.

import type { Button, Message } from "../contract";
import { button, el, unseen } from "../../shared/dom";
import { leadsToConsole } from "../console-links";
import { icon } from "../icons";
import { hourMinute } from "../times";
import { word } from "../words";
import { media } from "./media";

/** What can be done with a message. */
export interface Acts {
  tap(message: Message, pressed: Button, element: HTMLElement): void;
  reply(message: Message): void;
  /** What the quoted line of a reply says. */
  quoted(id: number): string | null;
}

const STYLES = new Set(["danger", "success", "primary"]);

function keyOf(message: Message, pressed: Button, acts: Acts): HTMLElement {
  const style = STYLES.has(pressed.style ?? "") ? ` ${pressed.style}` : "";
  if (pressed.data === null) {
    const url = pressed.url ?? null;
    const inside = [pressed.label, url === null ? null : icon("link")];
    if (url === null || !leadsToConsole(url)) return el("span", { class: "key link", title: url }, ...inside);
    const away = { href: url, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { class: "key link", ...away }, ...inside, unseen(` (${word("rp-new-tab")})`));
  }
  const attributes = { class: `key${style}`, disabled: pressed.disabled === true };
  const element = button(attributes, () => acts.tap(message, pressed, element), pressed.label);
  return element;
}

function keys(message: Message, acts: Acts): HTMLElement | null {
  if (message.buttons.length === 0) return null;
  const rows = message.buttons.map((row) =>
    el("div", { class: "row" }, ...row.map((pressed) => keyOf(message, pressed, acts))),
  );
  return el("div", { class: "keys" }, ...rows);
}

/** The line under the text: protected, edited, when. */
function foot(message: Message): HTMLElement {
  const kept = message.protected
    ? el("span", { class: "kept", title: word("rp-protected") }, icon("shield"), unseen(word("rp-protected")))
    : null;
  const edited = message.edits > 0 ? el("span", { text: word("rp-edited") }) : null;
  const at = el("time", { datetime: new Date(message.at).toISOString(), text: hourMinute(message.at) });
  return el("div", { class: "foot" }, kept, edited, at);
}

/** The first words of a message, for a quotation. */
export function firstWords(text: string): string {
  const line = text.split("\n").find((part) => part.trim() !== "") ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

export function bubble(message: Message, language: string, acts: Acts): HTMLElement {
  const bot = message.from === "bot";
  const quote = typeof message.reply_to === "number" ? acts.quoted(message.reply_to) : null;
  const body = el(
    "div",
    { class: "bubble" },
    unseen(word(bot ? "rp-from-bot" : "rp-from-you")),
    quote === null ? null : el("div", { class: "quote", text: quote, lang: language }),
    media(message),
    message.text === "" ? null : el("div", { class: "text", text: message.text, lang: language }),
    foot(message),
  );
  const reply = button(
    { class: "reply", title: word("rp-reply"), "aria-label": word("rp-reply") },
    () => acts.reply(message),
    icon("reply"),
  );
  const line = el("div", { class: "line" }, body, bot ? reply : null);
  const buttons = keys(message, acts);
  buttons?.setAttribute("lang", language);
  return el(
    "div",
    { class: `message ${message.from}`, "data-message": message.message_id },
    line,
    buttons,
  );
}
