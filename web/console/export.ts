// One case on paper, or as one page that anything reads; named by its code alone.

import { el } from "../shared/dom";
import type { OneCase } from "./case-api";
import type { Entry } from "./case-open";
import { range } from "./case-parts";
import { sourceOf } from "./entry-view";
import { may, says } from "./screen";
import { word } from "./words";

/** By what Telegram knows files and accounts: nobody needs it on paper, and somebody could fetch by it. */
const TELEGRAMS: readonly string[] = ["file_id", "file_unique_id", "thumbnail", "thumb", "user_id", "vcard"];

/** An address of the page's own memory is needed so long, in milliseconds, until a file is saved. */
const SAVING_MS = 60_000;

/** What is written down of a case. */
export interface Written {
  readonly one: OneCase;
  readonly entries: readonly Entry[];
}

/** Buttons that print or save what is open. */
export function exportParts(code: string, written: () => Written): HTMLElement[] {
  return [
    el("h2", { text: word("cs-export") }),
    says("cs-export-about"),
    may("cs-print", prints),
    may("cs-export-save", () => save(`${code}.html`, pageOf(written()))),
  ];
}

/** What is folded is printed too. */
function prints(): void {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>("#screen details:not([open])")];
  for (const one of folded) one.open = true;
  print();
  for (const one of folded) one.open = false;
}

function save(name: string, page: string): void {
  const url = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVING_MS);
}

function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A page without scripts that asks nobody for anything. Each entry stands there as it was sealed, but for what only Telegram reads. */
export function pageOf({ one, entries }: Written): string {
  const page = document.implementation.createHTMLDocument(one.code);
  const policy = page.createElement("meta");
  policy.httpEquiv = "content-security-policy";
  policy.content = "default-src 'none'";
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset, policy);
  page.documentElement.lang = document.documentElement.lang;
  const put = (tag: keyof HTMLElementTagNameMap, text: string): void => {
    const element = page.createElement(tag);
    element.textContent = text;
    page.body.append(element);
  };
  put("h1", one.code);
  put("p", `${word(`cs-level-${one.level}`)} · ${word(`cs-stage-${one.stage}`)} · ${minute(one.now)}`);
  const lists: (readonly [Parameters<typeof word>[0], readonly string[]])[] = [
    ["cs-facts", one.facts.map(({ label, value, at }) => `${label}: ${value}${at === null ? "" : ` · ${minute(at)}`}`)],
    ["cs-sum", one.sum === null ? [] : [...one.sum.lines, `${word("cs-sum-is")} ${range(one.sum)} · ${one.sum.card}`]],
    ["cs-unknown", one.sum?.unknown ?? []],
    ["cs-timeline", one.timeline.map(({ at, text, by }) => `${minute(at)} · ${by ?? ""} · ${text}`)],
  ];
  for (const [title, lines] of lists) {
    put("h2", word(title));
    for (const line of lines) put("p", line);
  }
  put("h2", word("cs-entries"));
  if (entries.length < one.entries) put("p", `${entries.length} / ${one.entries} · ${word("cs-entries-missing")}`);
  const name = (member: string): string => one.names[member] ?? member;
  for (const entry of entries) {
    const { seq, at, kind, body } = entry;
    put("h3", `${seq} · ${minute(at)} · ${sourceOf(entry, { name })} · ${kind}`);
    put("pre", JSON.stringify(body, (key, value: unknown) => (TELEGRAMS.includes(key) ? undefined : value), 2));
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}
