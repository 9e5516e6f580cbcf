// The page of a case's folder: what the screen shows, the oldest first, without scripts and on Greenwich's clock.

import type { OneCase } from "./case-api";
import type { Entry } from "./case-open";
import { range } from "./case-parts";
import { degrees, placeOf } from "./entry-body";
import { isTold, kindOf, sourceOf } from "./entry-view";
import { linesOf, type Vocabulary } from "./vocabulary";
import type { WordKey } from "./word-keys";
import { word } from "./words";

/** What became of a file: where it is, and whether as a picture alone; or why it is not there. */
export type Kept = { readonly name: string; readonly alone: boolean } | { readonly why: string };

const STYLE = "body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.5 sans-serif}dt,.of{color:#555}dd,.said{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}h3{margin:1.5em 0 0;font-size:1em}";

function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Something of the case, and when. */
interface Item {
  readonly at: number;
  readonly head: string;
  readonly parts: readonly HTMLElement[];
}

/** Who a member is: a name, on paper too. */
function nameIn(one: OneCase): (member: string) => string {
  return (member) => one.names[member] ?? member;
}

class Page {
  readonly page: Document;

  constructor(title: string) {
    this.page = document.implementation.createHTMLDocument(title);
    this.page.documentElement.lang = document.documentElement.lang;
    const policy = this.make("meta", { content: "default-src 'none'; style-src 'unsafe-inline'" });
    policy.setAttribute("http-equiv", "content-security-policy");
    const size = this.make("meta", { name: "viewport", content: "width=device-width, initial-scale=1" });
    this.page.head.prepend(this.make("meta", { charset: "utf-8" }), policy, size);
  }

  make(tag: string, attributes: Readonly<Record<string, string>> = {}, ...inside: (string | Node)[]): HTMLElement {
    const made = this.page.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }

  put(...parts: Node[]): void {
    this.page.body.append(...parts);
  }

  /** A heading and its lines; nothing where there are none. */
  list(title: WordKey, lines: readonly string[]): void {
    if (lines.length > 0) this.put(this.make("h2", {}, word(title)), ...lines.map((line) => this.make("p", {}, line)));
  }

  said({ label, said }: { readonly label: string; readonly said: string }): HTMLElement {
    if (label === "") return this.make("p", { class: "said" }, said);
    return this.make("dl", {}, this.make("dt", {}, label), this.make("dd", {}, said));
  }

  file(kept: Kept): HTMLElement[] {
    if ("why" in kept) return [this.make("p", {}, this.make("strong", {}, `${word("cs-folder-not")} ${kept.why}`))];
    const about = word(kept.alone ? "cs-file-stripped" : "cs-file-hidden");
    return [this.make("p", {}, this.make("a", { href: kept.name }, kept.name)), this.make("p", { class: "of" }, about)];
  }

  get text(): string {
    // As text: in this page a style of its own may not even be made.
    const html = this.page.documentElement.outerHTML.replace("</head>", `<style>${STYLE}</style></head>`);
    return `<!doctype html>\n${html}`;
  }
}

/** What is written down. */
export interface Written {
  readonly one: OneCase;
  readonly entries: readonly Entry[];
}

/** The page as text. It asks nobody for anything; what somebody wrote is text in it, and never anything else. */
export function pageOf({ one, entries }: Written, files: ReadonlyMap<number, Kept>, words: Vocabulary): string {
  const page = new Page(one.code);
  page.put(
    page.make("h1", {}, one.code),
    page.make("p", {}, `${word(`cs-level-${one.level}`)} · ${word(`cs-stage-${one.stage}`)} · ${minute(one.now)}`),
  );
  if (one.danger !== null) page.put(page.make("p", {}, one.danger));
  page.list("cs-facts", one.facts.map(({ label, value, at }) => `${label} ${value}${at === null ? "" : ` · ${minute(at)}`}`));
  page.list("cs-sum", one.sum === null ? [] : [...one.sum.lines, `${word("cs-sum-is")} ${range(one.sum)} · ${one.sum.card}`]);
  page.list("cs-unknown", one.sum?.unknown ?? []);
  page.put(page.make("h2", {}, word("cs-timeline")));
  if (entries.length < one.entries) page.put(page.make("p", {}, `${entries.length} / ${one.entries} · ${word("cs-entries-missing")}`));
  const told = one.timeline.map(({ at, text, by }): Item => ({ at, head: by ?? word("cs-from-habeas"), parts: [page.said({ label: "", said: text })] }));
  const came = entries.filter((entry) => !isTold(entry)).map((entry): Item => item(page, one, entry, files.get(entry.seq), words));
  for (const { at, head, parts } of [...told, ...came].sort((a, b) => a.at - b.at)) {
    page.put(page.make("h3", {}, `${minute(at)} · ${head}`), ...parts);
  }
  return page.text;
}

function item(page: Page, one: OneCase, entry: Entry, file: Kept | undefined, words: Vocabulary): Item {
  const at = placeOf(entry);
  const parts = [
    ...linesOf(entry, words, minute).map((line) => page.said(line)),
    ...(at === null ? [] : [page.said({ label: "", said: degrees(at) })]),
    ...(file === undefined ? [] : page.file(file)),
  ];
  const head = `${sourceOf(entry, { name: nameIn(one) })} · ${kindOf(entry)} · № ${entry.seq}`;
  return { at: entry.at, head, parts };
}
