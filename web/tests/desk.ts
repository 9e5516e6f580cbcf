// An installation with its console, a Bot API server, and members with their browsers.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium, type Page, type Request } from "playwright-core";
import { CHROMIUM, DESK, FLAGS, PATIENCE_MS, PROGRAM } from "./support";

const TOKEN = "42:test-token";

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A message as somebody sees it. */
export interface Message {
  readonly message_id: number;
  readonly text: string;
  readonly buttons: readonly (readonly { label: string; data: string | null; url?: string }[])[];
  readonly deleted: boolean;
}

/** Starts a server; gives back what its first line of output holds. What it logs goes into `log` too. */
async function starts(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  line: RegExp,
  log: string[] = [],
): Promise<[ChildProcess, string]> {
  const program = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", "pipe"], env });
  for (const output of [program.stdout, program.stderr]) output.on("data", (text: Buffer) => log.push(text.toString()));
  program.stderr.pipe(process.stderr);
  for await (const text of createInterface({ input: program.stdout })) {
    const found = line.exec(text);
    if (found !== null) return [program, found[0]];
  }
  throw new Error(`${args[0]} ended`);
}

async function ends(program: ChildProcess): Promise<void> {
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  await ended;
}

/** A member, before or after their keys. */
export interface Person {
  readonly id: string;
  readonly user: number;
  readonly role: "lawyer" | "coordinator";
}

/** A browser of its own, with its own profile. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
}

export class Desk {
  readonly complaints: string[] = [];
  /** What the browsers' pages asked for. */
  readonly requests: Request[] = [];
  /** What the server wrote to its log and elsewhere. */
  readonly log: string[] = [];
  private readonly seats: Seat[] = [];
  private people = 0;
  private opened = 0;
  /** Who recovers: what stands on the operator's paper. */
  private recovery = "";
  private bot: ChildProcess | null = null;

  constructor(
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
    readonly telegram: string,
  ) {}

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** An installation whose members are signed by a root, and nobody in it. */
  async installs(): Promise<void> {
    const root = await this.fed("", "member", "root");
    await writeFile(this.path("root.key"), `${root}\n`);
    this.env["HABEAS_MEMBERS__ROOT"] = /root = "([0-9a-f]+)"/.exec(root)?.[1];
    const recovery = await this.fed("", "recovery", "new");
    await writeFile(this.path("recovery.key"), `${recovery}\n`);
    this.recovery = /public key: (age1\w+)/.exec(recovery)?.[1] ?? "";
    const places = ["--dir", this.path("habeas"), "--keyring", this.path("keys", "keyring")];
    await this.fed("", "init", ...places, "--recovery-recipient", this.recovery);
  }

  /** The server begins. */
  async serves(): Promise<void> {
    const args = ["serve", "--config", this.path("habeas", "habeas.toml")];
    [this.bot] = await starts(args, this.env, /^ready$/, this.log);
  }

  /** The server ends as an operator ends it. */
  async rests(): Promise<void> {
    const { bot } = this;
    this.bot = null;
    if (bot !== null) await ends(bot);
  }

  /** A new member without keys, who has written to the bot. */
  async adds(role: Person["role"], name: string): Promise<Person> {
    this.people += 1;
    const user = 5000 + this.people;
    const who = ["--role", role, "--name", name, "--language", "en", "--telegram-id", String(user)];
    return { id: await this.run("member", "add", ...who), user, role };
  }

  /** A browser that nobody has used. */
  async opens(): Promise<Seat> {
    const context = await chromium.launchPersistentContext(this.path(`browser-${this.opened}`), {
      executablePath: CHROMIUM,
      headless: true,
      args: FLAGS,
      viewport: DESK,
      locale: "en",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("console", (line) => this.complaints.push(`${line.type()}: ${line.text()}`));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    const seat = { context, page };
    this.seats.push(seat);
    this.opened += 1;
    page.on("request", (request) => this.requests.push(request));
    return seat;
  }

  /** What stands on every page, for whoever reads why a test failed. */
  private async shown(): Promise<string> {
    const pages = this.seats.flatMap(({ context }) => context.pages());
    const texts = pages.map(async (page) => `${page.url().replace(/#.*/, "#…")}\n${await page.locator("body").innerText({ timeout: 1000 })}`);
    return (await Promise.allSettled(texts)).map((of) => (of.status === "fulfilled" ? of.value : String(of.reason))).join("\n---\n");
  }

  /** Lets it happen; if it fails, the pages are shown as they are then. */
  async plays(act: (desk: Desk) => Promise<void>): Promise<void> {
    try {
      await act(this);
    } catch (error) {
      console.error(`${await this.shown()}\n--- complaints\n${this.complaints.join("\n")}`);
      throw error;
    }
  }

  async closes(): Promise<void> {
    for (const { context } of this.seats.splice(0)) await context.close();
  }

  /** What a command beside the server printed; it must end well. */
  async run(...args: string[]): Promise<string> {
    return this.fed("", ...args, "--config", this.path("habeas", "habeas.toml"));
  }

  /** What a command printed that reads this. */
  async fed(input: string, ...args: string[]): Promise<string> {
    const program = spawn(PROGRAM, args, { stdio: ["pipe", "pipe", "pipe"], env: this.env });
    let [out, err] = ["", ""];
    program.stdout.on("data", (text: Buffer) => (out += text.toString()));
    program.stderr.on("data", (text: Buffer) => (err += text.toString()));
    // Most commands read nothing, and may have ended by now.
    program.stdin.on("error", () => undefined);
    program.stdin.end(input);
    const [code] = (await once(program, "close")) as [number];
    assert.equal(code, 0, `${args.join(" ")}: ${err}`);
    return out.trim();
  }

  /** The operator hears eight words and signs, leaving out of what is proposed what they do not want. */
  async signs(who: Person, voice: string, wants: (line: string) => boolean = () => true): Promise<void> {
    const proposed = (await this.run("member", "proposals")).split("\n").filter(wants).join("\n");
    const heard = ["--recovery", this.recovery, "--fingerprint", `${who.id} ${who.role} ${voice}`];
    const signed = await this.fed(`${proposed}\n`, "member", "sign", "--key", this.path("root.key"), ...heard);
    await this.fed(`${signed}\n`, "member", "accept", "--config", this.path("habeas", "habeas.toml"));
  }

  private async driver(path: string, order?: object): Promise<unknown> {
    const post = { method: "POST", body: JSON.stringify(order) };
    return (await fetch(`${this.telegram}/driver/${path}`, order === undefined ? {} : post)).json();
  }

  /** Somebody writes to the bot. */
  async says(user: number, text: string): Promise<void> {
    await this.driver("say", { user, text });
  }

  /** Somebody sends a file with these bytes. */
  async sends(user: number, kind: string, bytes: Buffer): Promise<void> {
    await this.driver("send", { user, kind, content_base64: bytes.toString("base64") });
  }

  /** What somebody sees in their chat, the oldest first. */
  async chat(user: number): Promise<readonly Message[]> {
    const chat = (await this.driver(`chat?user=${user}`)) as { messages: Message[] };
    return chat.messages.filter((of) => !of.deleted);
  }

  /** What is found in what somebody sees, waited for until it is there. */
  private async found<T>(user: number, what: string, find: (messages: readonly Message[]) => T | undefined): Promise<T> {
    const giveUp = performance.now() + PATIENCE_MS;
    let after = "";
    for (;;) {
      const chat = (await this.driver(`chat?user=${user}${after}`)) as { seq: number; messages: Message[] };
      const messages = chat.messages.filter((of) => !of.deleted);
      const found = find(messages);
      if (found !== undefined) return found;
      const seen = messages.map(({ text }) => text).join("\n");
      assert.ok(performance.now() < giveUp, `${user} does not see “${what}” in\n${seen}`);
      after = `&after=${chat.seq}&wait_s=1`;
    }
  }

  /** The newest message that holds a text. */
  async sees(user: number, text: string): Promise<Message> {
    return this.found(user, text, (messages) => messages.filter((of) => of.text.includes(text)).at(-1));
  }

  /** Somebody presses a button of the newest message that has it. */
  async taps(user: number, label: string): Promise<void> {
    const tap = await this.found(user, label, (messages) =>
      messages
        .flatMap((of) => of.buttons.flat().map((button) => ({ ...button, message_id: of.message_id })))
        .filter((button) => button.label === label)
        .at(-1),
    );
    await this.driver("tap", { user, message_id: tap.message_id, data: tap.data });
  }

  /** A relative reports what is critical, and types this; the case's code. */
  async reports(user: number, typed: string): Promise<string> {
    await this.says(user, "/start");
    const taps = ["Kazakhstan", "In court", "Yes: officers said so", "Russia", "Passports of both countries at war", "Done"];
    for (const label of taps) await this.taps(user, label);
    await this.says(user, typed);
    await this.taps(user, "Only the lawyer on duty");
    const [newest = "{}"] = (await this.run("case", "list")).split("\n").reverse();
    return (JSON.parse(newest) as { code: string }).code;
  }

  /** A member asks the bot for a link. */
  async link({ user }: Person): Promise<string> {
    const urls = (messages: readonly Message[]): string[] =>
      messages.flatMap((of) => of.buttons.flat().flatMap(({ url }) => (typeof url === "string" ? [url] : [])));
    const before = new Set(urls(await this.chat(user)));
    await this.says(user, "/console");
    return this.found(user, "a new link", (messages) => urls(messages).find((url) => !before.has(url)));
  }

  get origin(): string {
    return this.env["HABEAS_CONSOLE__ORIGIN"] ?? "";
  }

  /** What the console of the browser said about this is no complaint. */
  forgives(about: RegExp): void {
    const others = this.complaints.splice(0).filter((complaint) => !about.test(complaint));
    this.complaints.push(...others);
  }
}

/** Opens, lets it happen, closes; `more` is laid over its configuration, and with `limits` Telegram's
 * rates hold. */
export async function desk(act: (desk: Desk) => Promise<void>, more: NodeJS.ProcessEnv = {}, limits = true): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "habeas-desk-"));
  const server = ["bot-api", "--listen", "127.0.0.1:0", "--limits", limits ? "on" : "off"];
  const [telegram, url] = await starts(server, process.env, /http:\/\/127\.0\.0\.1:\d+/);
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HABEAS_CONSOLE__LISTEN: `127.0.0.1:${port}`,
    // By its name: a passkey belongs to a name and never to an address.
    HABEAS_CONSOLE__ORIGIN: `http://localhost:${port}`,
    HABEAS_TELEGRAM__API_URL: url,
    HABEAS_TELEGRAM__TOKEN: TOKEN,
    ...more,
  };
  const at = new Desk(folder, env, url);
  try {
    await at.installs();
    await at.serves();
    await at.plays(act);
    assert.deepEqual(at.complaints, [], "the console stays empty");
  } finally {
    await at.closes();
    await at.rests();
    await ends(telegram);
    await rm(folder, { recursive: true, force: true });
  }
}
