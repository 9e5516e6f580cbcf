// Orders to the server: JSON in, JSON out, a kind of refusal if it does not do it.

import type { FaultKind, Identities, ScenarioName, Seized, Who, Words } from "./contract";
import { pageLanguage, word } from "./words";
import { isWordKey } from "./word-keys";

/** Why the server did not do it: a sentence to show, in the page's language. */
export class Refused extends Error {
  constructor(code: string) {
    const key = `rp-refused-${code}`;
    super(word(isWordKey(key) ? key : "rp-refused-other"));
  }
}

async function read<T>(answer: Response): Promise<T> {
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) return body as T;
  throw new Refused(typeof body === "object" && body !== null && "code" in body ? String(body.code) : "other");
}

async function post(path: string, order: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  await read(await fetch(path, { method: "POST", headers, body: JSON.stringify(order) }));
}

async function get<T>(path: string): Promise<T> {
  return read<T>(await fetch(path, { cache: "no-store" }));
}

const ALWAYS = 4_294_967_295;
const VALUES: Partial<Record<FaultKind, number>> = { too_many: 5, slow: 3000 };

async function fault(kind: FaultKind): Promise<void> {
  const value = VALUES[kind];
  const order = { kind, times: ALWAYS, ...(value === undefined ? {} : { value }) };
  await post("/driver/fault", order);
  // These two stop the bot from asking for news as well; for that the method has to be named.
  if (kind === "slow" || kind === "reset") {
    await post("/driver/fault", { ...order, method: "getUpdates" });
  }
}

export const orders = {
  say: (user: number, text: string, replyTo: number | null) =>
    post("/driver/say", { user, text, ...(replyTo === null ? {} : { reply_to: replyTo }) }),
  tap: (user: number, message: number, data: string) =>
    post("/driver/tap", { user, message_id: message, data }),
  press: (user: number, label: string) => post("/driver/press", { user, label }),
  send: (user: number, kind: string, details: object) =>
    post("/driver/send", { user, kind, ...details }),
  block: (user: number) => post("/driver/block", { user }),
  unblock: (user: number) => post("/driver/unblock", { user }),
  speak: (who: Who, language: string) => post("/stage/language", { who, language }),
  advance: (ms: number) => post("/driver/clock", { advance_ms: ms }),
  fault,
  mend: (kind: FaultKind) => post("/driver/mend", { kind }),
  kill: () => post("/stage/kill", {}),
  start: () => post("/stage/start", {}),
  phone: (who: Who) => post("/stage/phone", { who }),
  afresh: () => post("/stage/afresh", {}),
  scenario: (name: ScenarioName | null) => post("/stage/scenario", { name }),
  enrol: (who: Who) => post("/stage/enrol", { who }),
  sign: (who: Who) => post("/stage/sign", { who }),
  paper: (who: Who) => get<Words>(`/stage/paper?who=${who}`),
  voice: (who: Who) => get<Words>(`/stage/voice?who=${who}&language=${pageLanguage()}`),
  seize: () => get<Seized>("/stage/seize"),
  identities: () => get<Identities>("/stage/identities"),
};

/** Does it; what goes wrong is told in the status line. */
export async function attempt(status: HTMLElement, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    status.textContent = "";
    return true;
  } catch (error) {
    // What is no refusal is a server that does not answer.
    status.textContent = error instanceof Refused ? error.message : word("rp-lost");
    return false;
  }
}
