// The parts of a case that the server tells: what to do first, facts, reasons, numbers to call.

import { el } from "../shared/dom";
import type { OneCase, Sum } from "./case-api";
import { moment } from "./moments";
import type { Part } from "./screen";
import type { WordKey } from "./word-keys";
import { pageLanguage, word } from "./words";

/** A part of a case that is drawn anew only once what it shows has changed: what somebody has opened
 * or holds the focus of stays as it is. */
export class Section {
  readonly element: HTMLElement;
  private readonly body: HTMLElement;
  private shown = "";

  constructor(title: WordKey, folded: boolean) {
    const heading = el("h2", { text: word(title) });
    this.body = el("div", { class: "body" });
    this.element = folded
      ? el("details", {}, el("summary", {}, heading), this.body)
      : el("section", {}, heading, this.body);
  }

  /** Hidden while there is nothing. */
  fill(data: unknown, draw: () => readonly Part[]): void {
    const shown = JSON.stringify(data);
    if (shown === this.shown) return;
    this.shown = shown;
    const parts = draw().filter((part) => part !== null);
    this.body.replaceChildren(...parts);
    this.element.hidden = parts.length === 0;
  }
}

function lines(texts: readonly string[], tag: "ul" | "ol" = "ul"): HTMLElement | null {
  return texts.length === 0 ? null : el(tag, { class: "lines" }, ...texts.map((text) => el("li", { text })));
}

/** Level, stage and clock in one line. */
export function standing({ level, stage, hours_left }: Pick<OneCase, "level" | "stage" | "hours_left">): HTMLElement {
  const clock = hours_left === null ? word("cs-clock-unknown") : `${word("cs-clock-left")} ${hours_left}`;
  return el(
    "p",
    { class: "standing" },
    el("strong", { class: `level ${level}`, text: word(`cs-level-${level}`) }),
    ` · ${word(`cs-stage-${stage}`)} · ${clock}`,
  );
}

/** What the parts show of a case. */
export class Parts {
  private readonly head = el("div", { class: "head" });
  private readonly first = new Section("cs-first", false);
  private readonly facts = new Section("cs-facts", false);
  private readonly sum = new Section("cs-sum", true);
  private readonly unknown = new Section("cs-unknown", true);
  private readonly duty = new Section("cs-duty", true);

  /** In the order of the first hour: what to do, whom to call, what is known and what is not. */
  get all(): HTMLElement[] {
    const { first, duty, facts, sum, unknown } = this;
    return [this.head, ...[first, duty, facts, sum, unknown].map(({ element }) => element)];
  }

  fill(one: OneCase): void {
    const { facts, sum, duty } = one;
    this.head.replaceChildren(...head(one).filter((part) => part !== null));
    this.first.fill(one.first, () => [lines(one.first, "ol")]);
    this.facts.fill(facts, () => [
      facts.length === 0 ? null : el("dl", { class: "facts" }, ...facts.flatMap(({ label, value, at }) => [
        el("dt", { text: label }),
        el("dd", { text: at === null ? value : `${value} · ${moment(at, one.now)}` }),
      ])),
    ]);
    this.sum.fill(sum, () => (sum === null ? [] : [lines(sum.lines), el("p", { text: `${word("cs-sum-is")} ${range(sum)} · ${sum.card}` })]));
    this.unknown.fill(sum, () => [lines(sum?.unknown ?? [])]);
    this.duty.fill(duty, () => (duty.length === 0 ? [el("p", { text: word("cs-duty-none") })] : duty.map(number)));
  }
}

/** One number, or what it could be once everything is known. */
export function range({ low, high }: Sum): string {
  return low === high ? `${low}` : `${low}–${high}`;
}

/** A country by its code, in the reader's language. */
function country(code: string): string {
  try {
    return new Intl.DisplayNames(pageLanguage(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function head(one: OneCase): Part[] {
  const whose = one.mine ? word("cs-owner-you") : one.owner === null ? word("cs-owner-none") : `${word("cs-owner")} ${one.owner}`;
  const since = one.taken_at ?? one.opened_at;
  const promise = one.promise?.lapsed ? "cs-promise-lapsed" : one.mine && one.promise?.asked ? "cs-promise-asked" : null;
  return [
    standing(one),
    el("p", { text: `${whose} · ${word("cs-since")} ${moment(since, one.now)}` }),
    one.host_state === null || one.host_state === "unknown" ? null : el("p", { text: country(one.host_state) }),
    one.danger === null ? null : el("p", { class: "warn", text: one.danger }),
    promise === null ? null : el("p", { class: "warn", text: word(promise) }),
  ];
}

function number({ name, number, source, as_of }: OneCase["duty"][number]): HTMLElement {
  const dial = number.replace(/[^0-9+]/g, "");
  return el(
    "p",
    {},
    `${name}: `,
    el("a", { href: `tel:${dial}`, text: number }),
    el("br"),
    el("small", { text: [source, as_of].filter((part) => part !== null).join(" · ") }),
  );
}
