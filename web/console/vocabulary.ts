// What an entry says, in the reader's language: answers are sealed as codes, and the words for codes
// are the same for everybody.

import type { Entry } from "./case-open";
import { text } from "./entry-body";
import { pageLanguage } from "./words";

interface Option {
  readonly id: string;
  readonly code: string | null;
  /** What else is so where this option was chosen. */
  readonly also: Readonly<Record<string, string>>;
  readonly says: string;
}

interface Question {
  readonly name: string;
  readonly fact: string;
  /** Whether a state may be its answer. */
  readonly typed: boolean;
  readonly label: string;
  readonly options: readonly Option[];
}

type Words = Readonly<Record<string, string>>;
type Facts = Readonly<Record<string, unknown>>;

export interface Vocabulary {
  readonly questions: readonly Question[];
  readonly states: Words;
  readonly times: Words;
  readonly asked: Words;
  readonly news: Words;
  readonly mandate: string;
  readonly unknown: string;
}

/** Where nothing was fetched yet codes stand for themselves. */
export const CODES: Vocabulary = { questions: [], states: {}, times: {}, asked: {}, news: {}, mandate: "yes", unknown: "unknown" };

/** An answer takes at most so long, in milliseconds. */
const PATIENCE_MS = 30_000;
/** What did not come is asked for again after so long, in milliseconds. */
const AGAIN_MS = 5_000;

let fetched: { readonly language: string; readonly words: Promise<Vocabulary> } | null = null;

async function fetches(language: string): Promise<Vocabulary> {
  const asked = fetch(`/vocabulary/${language}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const words: unknown = await asked.then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (words !== null) return words as Vocabulary;
  await new Promise((done) => setTimeout(done, AGAIN_MS));
  return fetches(language);
}

/** In the page's language; asked for until it comes. */
export function vocabulary(): Promise<Vocabulary> {
  const language = pageLanguage();
  if (fetched?.language !== language) fetched = { language, words: fetches(language) };
  return fetched.words;
}

/** Something that was said; without a question the label is empty. */
export interface Line {
  readonly label: string;
  readonly said: string;
}

function own(words: Words, key: string): string {
  return (Object.hasOwn(words, key) ? words[key] : undefined) ?? key;
}

/** The option by which a code was given: of several that give it the one all of whose facts hold. */
function optionOf({ options }: Question, code: string, set: Facts): Option | undefined {
  const gives = options.filter((option) => option.code === code);
  const holds = gives.filter(({ also }) => Object.entries(also).every(([fact, value]) => set[fact] === value));
  const most = holds.sort((a, b) => Object.keys(b.also).length - Object.keys(a.also).length);
  return most[0] ?? gives[0];
}

function said(question: Question, code: string, set: Facts, { states }: Vocabulary): string {
  if (question.typed && Object.hasOwn(states, code)) return own(states, code);
  return optionOf(question, code, set)?.says ?? code;
}

/** Answers, each under its question. What a chosen option says beside its own fact is not said twice. */
function answers(set: Facts, name: string | null, words: Vocabulary): Line[] {
  const asked = words.questions.find((of) => of.name === name);
  const code = asked === undefined ? undefined : set[asked.fact];
  const also = asked !== undefined && typeof code === "string" ? (optionOf(asked, code, set)?.also ?? {}) : {};
  const facts = Object.entries(set).filter(([fact, value]) => !Object.hasOwn(also, fact) || also[fact] !== value);
  return facts.map(([fact, value]): Line => {
    const question = asked?.fact === fact ? asked : words.questions.find((of) => of.fact === fact);
    const codes = (Array.isArray(value) ? value : [value]).map(String);
    const shown = codes.map((one) => (question === undefined ? one : said(question, one, set, words)));
    return { label: question?.label ?? fact, said: shown.join("; ") };
  });
}

function labelled(label: string, said: string | null): Line[] {
  return said === null ? [] : [{ label, said }];
}

function isFacts(value: unknown): value is Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an entry says, a line each; `moment` tells a time. */
export function linesOf({ body }: Entry, words: Vocabulary, moment: (ms: number) => string): Line[] {
  const [name, time, what, choice, news] = (["question", "time", "what", "choice", "news"] as const).map((key) => text(body, key));
  const question = words.questions.find((of) => of.name === name);
  const asked = what ? own(words.asked, what) : (question?.label ?? "");
  const option = question?.options.find(({ id }) => id === choice);
  const at = Date.parse(text(body, "at") ?? "");
  return [
    ...labelled(asked, what === "mandate" ? words.mandate : text(body, "text")),
    ...labelled("", text(body, "caption")),
    ...labelled("", news ? own(words.news, news) : null),
    ...labelled(question?.label ?? "", option?.says ?? choice ?? null),
    ...(isFacts(body["set"]) ? answers(body["set"], name ?? null, words) : []),
    ...(time ? labelled(own(words.times, time), Number.isNaN(at) ? words.unknown : moment(at)) : []),
    ...beside(body["sent"]).map((said) => ({ label: "", said })),
  ];
}

/** What was told beside a file or place: names and numbers that Telegram sent with it. */
function beside(sent: unknown): string[] {
  const keys = ["file_name", "title", "address", "first_name", "last_name", "phone_number"];
  return isFacts(sent) ? keys.flatMap((key) => text(sent, key) ?? []) : [];
}
