// A rehearsal with its page in a browser. Whatever the page writes to the console, or throws, fails
// the test that opened it.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { Phone } from "./phone";
import type { Who } from "../rehearsal/contract";

export const PROGRAM = process.env["HABEAS_BIN"] ?? resolve("../target/debug/habeas");
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const PATIENCE_MS = 15_000;

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--mute-audio",
];

export const DESK = { width: 1440, height: 900 };
export const HAND = { width: 390, height: 844 };

export interface Look {
  readonly size?: { width: number; height: number };
  readonly dark?: boolean;
}

/** Starts the program; gives back where its page is. */
async function start(address = "127.0.0.1:0"): Promise<{ program: ChildProcess; url: string }> {
  const options = { stdio: ["ignore", "pipe", "inherit"] as ["ignore", "pipe", "inherit"] };
  const program = spawn(PROGRAM, ["rehearse", "--listen", address], options);
  const lines = createInterface({ input: program.stdout });
  for await (const line of lines) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
    if (url !== undefined) return { program, url };
  }
  throw new Error(`${PROGRAM} ended without an address`);
}

export class Rehearsal {
  private readonly complaints: string[] = [];

  private constructor(
    private program: ChildProcess,
    private readonly context: BrowserContext,
    private readonly profile: string,
    readonly page: Page,
    readonly url: string,
  ) {}

  static async open({ size = DESK, dark = false }: Look = {}): Promise<Rehearsal> {
    const { program, url } = await start();
    const profile = await mkdtemp(join(tmpdir(), "habeas-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      args: FLAGS,
      viewport: size,
      colorScheme: dark ? "dark" : "light",
      locale: "en",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = context.pages()[0] ?? (await context.newPage());
    const rehearsal = new Rehearsal(program, context, profile, page, url);
    const listen = (tab: Page): void => {
      tab.on("console", (line) => rehearsal.complaints.push(`${line.type()}: ${line.text()}`));
      tab.on("pageerror", (error) => rehearsal.complaints.push(String(error)));
    };
    listen(page);
    context.on("page", listen);
    await page.goto(url);
    await page.locator("#page[data-ready]").waitFor();
    return rehearsal;
  }

  /** The tab that opens when a link is pressed. */
  async follow(link: Locator): Promise<Page> {
    const [tab] = await Promise.all([this.context.waitForEvent("page"), link.click()]);
    return tab;
  }

  /** Another tab of the same browser. */
  async tab(): Promise<Page> {
    return this.context.newPage();
  }

  /** The program is gone without a warning. */
  async losesServer(): Promise<void> {
    const ended = once(this.program, "exit");
    this.program.kill("SIGKILL");
    await ended;
  }

  /** Another one runs at the same address. */
  async getsServer(): Promise<void> {
    this.program = (await start(new URL(this.url).host)).program;
  }

  /** What the console said about this is no complaint. */
  forgives(about: RegExp): void {
    const others = this.complaints.splice(0).filter((complaint) => !about.test(complaint));
    this.complaints.push(...others);
  }

  async close(): Promise<void> {
    await this.context.close();
    const ended = once(this.program, "exit");
    this.program.kill("SIGTERM");
    await ended;
    await rm(this.profile, { recursive: true, force: true });
    assert.deepEqual(this.complaints, [], "the console stays empty");
  }

  phone(who: Who): Phone {
    return new Phone(this.page.locator(`[data-who="${who}"]`));
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  get strip(): Locator {
    return this.page.locator(".strip");
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  /** From START to a lawyer who is called. */
  async report(): Promise<void> {
    const relative = this.phone("relative");
    await relative.tap("START");
    await relative.tap("Kazakhstan");
    await relative.tap("In court");
    await relative.tap("Yes: officers said so");
    await relative.tap("Russia");
    await relative.tap("Passports of both countries at war");
    await this.phone("lawyer-1").sees("CRITICAL");
  }
}

/** Opens, lets it happen, closes. */
export async function rehearse(look: Look, act: (rehearsal: Rehearsal) => Promise<void>): Promise<void> {
  const rehearsal = await Rehearsal.open(look);
  try {
    await act(rehearsal);
  } catch (error) {
    await rehearsal.close().catch((complaint: unknown) => console.error(complaint));
    throw error;
  }
  await rehearsal.close();
}
