// What is not words: drawn, since a rehearsal has no real pictures.

import type { Message } from "../contract";
import { el, svg } from "../../shared/dom";
import { icon, type IconName } from "../icons";
import { word } from "../words";
import type { WordKey } from "../word-keys";

const KINDS: Record<string, { icon: IconName; word: WordKey }> = {
  photo: { icon: "photo", word: "rp-photo" },
  document: { icon: "document", word: "rp-document" },
  voice: { icon: "voice", word: "rp-voice" },
  video: { icon: "video", word: "rp-video" },
  location: { icon: "location", word: "rp-location" },
  contact: { icon: "contact", word: "rp-contact" },
  sticker: { icon: "photo", word: "rp-sticker" },
  forward: { icon: "reply", word: "rp-forwarded" },
};

const WAVES = [5, 9, 14, 8, 17, 20, 12, 7, 15, 19, 10, 6, 13, 18, 9, 5, 11, 7];

function waves(): SVGElement {
  const bars = WAVES.map((height, i) =>
    svg("rect", { x: i * 6, y: 12 - height / 2, width: 3, height, rx: 1.5 }),
  );
  return svg("svg", { class: "waves", viewBox: "0 0 108 24", "aria-hidden": "true" }, ...bars);
}

/** What a message other than words is called; null for words. */
export function kindWord(message: Message): string | null {
  const kind = KINDS[message.kind];
  if (kind !== undefined) return word(kind.word);
  return message.kind === "text" ? null : word("rp-other-kind");
}

/** The drawn part of a message; null for words. */
export function media(message: Message): HTMLElement | null {
  const name = kindWord(message);
  if (name === null) return null;
  const drawing = icon(KINDS[message.kind]?.icon ?? "document");
  const label = el("span", { class: "label", text: name });
  if (message.kind === "forward") return el("div", { class: "forwarded" }, drawing, label);
  const wide = message.kind === "photo" || message.kind === "location" || message.kind === "video";
  if (wide) return el("div", { class: `picture ${message.kind}` }, drawing, label);
  const middle = message.kind === "voice" ? waves() : null;
  return el("div", { class: "file" }, el("span", { class: "disc" }, drawing), middle, label);
}
