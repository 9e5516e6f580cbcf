// A lawyer with 200 cases unlocks and opens one, again and again, on a phone four times slower than this
// machine; then on a slow line. One clock starts when the keys are open, which is when the signature that
// says so is sent; another when the row of a case is pressed. Each stops after the frame in which what is
// waited for was drawn.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "playwright-core";
import { type Desk, desk, type Person } from "../tests/desk";
import { heading, joins, joinsByPage, type Member } from "../tests/member";
import { HAND } from "../tests/support";
import type { Expected, Marks } from "./in-page";
import { Figures } from "./table";

const SLOWER = 4;
const CASES = 200;
const ENTRIES = 50;
/** That it began and that it was taken, which the server tells; the second is an entry too. */
const TOLD = 2;
/** So many opened entries are the first that somebody reads. */
const FIRST = 3;
const COLLEAGUES = 5;
const FIRST_REPORTER = 100_000;
/** Counted, after one that is not. */
const RUNS = Number(process.env["HABEAS_BENCH_RUNS"] ?? 15);
const BOUND_MS = 1500;
/** Words are opened slowly here: scrypt on a slow phone. */
const PATIENCE_MS = 60_000;
/** A slow line, in bits a second and milliseconds. */
const LINE = { bits: 400_000, latency: 400 };
/** Nothing of the bot's is on its way once it has called nothing for so long, in seconds. */
const QUIET_S = 2;

const LIST: Expected = { list: { selector: "#screen ul.people > li", least: CASES } };
const CASE: Expected = {
  facts: { selector: "#screen .facts dd", least: 1 },
  first: { selector: "#screen .timeline .said", least: FIRST },
  all: { selector: "#screen .timeline > li", least: TOLD + ENTRIES - 1 },
};

const IN_PAGE = readFileSync(fileURLToPath(new URL("in-page.js", import.meta.url)), "utf8");

/** No ladder runs and nobody is asked anything while it is measured. */
const CALM = {
  HABEAS_LIMITS__SENDS_PER_S: "1000000",
  HABEAS_LIMITS__SENDS_PER_CHAT_PER_S: "1000000",
  HABEAS_ONCALL__ASK_AFTER_S: "80000",
  HABEAS_ONCALL__LAPSE_AFTER_S: "86400",
  HABEAS_ONCALL__ASK_REPORTER_CRITICAL_S: "0",
};

/** The server rests meanwhile: what it sends would meet each case's one large unit of work. */
async function seed(at: Desk, lawyer: Person): Promise<void> {
  for (let n = 0; n < CASES; n += 1) await at.says(FIRST_REPORTER + n, "/start");
  await quiet(at);
  await at.rests();
  const args = ["seed", at.path("habeas", "habeas.toml"), String(lawyer.user)];
  const program = spawn(process.env["HABEAS_SEED"] ?? "", args, { stdio: "inherit", env: at.env });
  const [code] = (await once(program, "close")) as [number];
  if (code !== 0) throw new Error("the cases could not be made");
  await at.serves();
  await quiet(at);
}

/** Waits until the bot has nothing to say. */
async function quiet(at: Desk): Promise<void> {
  let [after, since] = [0, performance.now()];
  while (performance.now() - since < QUIET_S * 1000) {
    const answer = await fetch(`${at.telegram}/driver/calls?after=${after}&wait_s=${QUIET_S}`);
    const { seq, calls } = (await answer.json()) as { seq: number; calls: { method: string }[] };
    after = seq;
    if (calls.some(({ method }) => method !== "getUpdates")) since = performance.now();
  }
}

class Phone {
  private constructor(
    private readonly at: Desk,
    private readonly lawyer: Member,
    readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async of(at: Desk, lawyer: Member): Promise<Phone> {
    const { page, context } = lawyer.seat;
    await page.setViewportSize(HAND);
    context.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript({ content: IN_PAGE });
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    return new Phone(at, lawyer, page, devtools);
  }

  /** The line from here on; null: this machine's own. */
  async line(line: typeof LINE | null): Promise<void> {
    const bytes = line === null ? -1 : line.bits / 8;
    const latency = line?.latency ?? 0;
    const order = { offline: false, latency, downloadThroughput: bytes, uploadThroughput: bytes };
    await this.devtools.send("Network.emulateNetworkConditions", order);
  }

  private async does(expected: Expected, act: () => Promise<void>): Promise<Marks> {
    await this.page.evaluate((all) => window.bench.expect(all), expected);
    await act();
    return this.page.evaluate(() => window.bench.marks());
  }

  /** Unlocks, and opens the case with this place in the list; what each took. */
  async opens(place: number, line: typeof LINE | null): Promise<Record<string, number>> {
    const { page, at, lawyer } = this;
    await page.goto("about:blank");
    await page.goto(await at.link(lawyer.who));
    await page.getByLabel("Your seven words").fill(lawyer.words.join(" "));
    await this.line(line);
    const open = page.getByRole("button", { name: "Open", exact: true });
    const inside = await this.does(LIST, () => open.click());
    const unlocked = await page.evaluate(() => window.bench.asked("/api/sign-in"));
    const row = page.locator("ul.people button.open").nth(place);
    const code = (await row.textContent()) ?? "";
    const opened = await this.does(CASE, () => row.click());
    await heading(page, code);
    const said = await page.locator(".timeline .said").count();
    if (said < ENTRIES / 2) throw new Error(`${said} entries of ${code} can be read`);
    await this.line(null);
    const list = (inside["list"] ?? Number.NaN) - unlocked;
    const since = (name: string): number => (opened[name] ?? Number.NaN) - (opened["press"] ?? Number.NaN);
    return {
      "words pressed → keys open (scrypt)": unlocked - (inside["press"] ?? Number.NaN),
      "keys open → list": list,
      "row pressed → facts, what to do first": since("facts"),
      "row pressed → first entries too": since("first"),
      "keys open → case readable": list + since("first"),
      [`row pressed → all ${ENTRIES} entries`]: since("all"),
    };
  }

  /** What nothing could be faster than: the case's answers fetched and thrown away, and age alone. */
  async floors(line: typeof LINE | null): Promise<Record<string, number>> {
    const code = (await this.page.locator("h1").textContent()) ?? "";
    const known = ["/api/me", "/api/chain"];
    const list = [[...known, "/api/cases?itself=true"]];
    const one = [...known, `/api/cases/${code}?language=en&itself=true`];
    const entries = [`/api/cases/${code}/entries?after=0&itself=true`];
    const fetches = (groups: readonly (readonly string[])[]): Promise<number> =>
      this.page.evaluate((all) => window.bench.fetches(all), groups);
    await this.line(line);
    const fetched = {
      "floor: the list's answers fetched": await fetches(list),
      "floor: the case's and all entries' fetched": await fetches([one, entries]),
    };
    await this.line(null);
    const [readers, all, bytes] = [COLLEAGUES + 2, ENTRIES, 1024] as const;
    const opens = this.page.evaluate(([of, n, size]) => window.bench.opens(of, n, size), [readers, all, bytes] as const);
    return { ...fetched, [`floor: age opens the key and ${ENTRIES} entries`]: await opens };
  }
}

async function measure(phone: Phone, runs: number, line: typeof LINE | null): Promise<Figures> {
  const figures = new Figures();
  for (let run = 0; run <= runs; run += 1) {
    const times = { ...(await phone.opens((run * 7) % CASES, line)), ...(await phone.floors(line)) };
    // Caches are cold the first time.
    if (run === 0) continue;
    for (const [name, ms] of Object.entries(times)) figures.add(name, ms);
  }
  return figures;
}

async function bench(at: Desk, database: string): Promise<void> {
  for (let n = 0; n < COLLEAGUES; n += 1) await joins(at, "lawyer", `C${n}`);
  await at.closes();
  const lawyer = await joinsByPage(at, "lawyer", "Ada");
  await at.says(lawyer.who.user, "/start");
  const began = performance.now();
  await seed(at, lawyer.who);
  const seeded = ((performance.now() - began) / 1000).toFixed(0);
  const phone = await Phone.of(at, lawyer);
  const about = `${cpus().length} cores, CPU ${SLOWER} times slower, load ${loadavg()[0]?.toFixed(1)}`;
  console.log(`\ncargo bench --locked --bench case      ${database}, ${about}; seeded in ${seeded} s\n`);
  const fast = await measure(phone, RUNS, null);
  console.log(fast.lines({ "keys open → case readable": BOUND_MS }));
  // A slow line hides which database there is.
  if (process.env["HABEAS_STORAGE__URL"] !== undefined) return;
  const slow = await measure(phone, RUNS, LINE);
  console.log(`\nthe same with ${LINE.bits / 1000} kbit/s and ${LINE.latency} ms of latency\n\n${slow.lines()}`);
}

const [database = "SQLite"] = process.argv.slice(2);
await desk((at) => bench(at, database), CALM, false);
