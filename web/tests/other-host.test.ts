import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import test from "node:test";
import type { Response } from "playwright-core";
import { type Desk, desk } from "./desk";
import { PIXEL, pdf } from "./files";
import { joinsByPage, signsIn } from "./member";

/** Where this host has pages, as hosts of static files do: their index, and addresses without the ending. */
const PAGES: Readonly<Record<string, string>> = {
  "/": "index.html",
  "/viewer": "viewer.html",
  "/viewer-pdf": "viewer-pdf.html",
};

/** Another process that has the console's files and hands `/api/` on; it notes what it was asked for. */
class OtherHost {
  readonly asked = new Set<string>();
  private folder = "";
  private api = 0;
  private headers: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();

  private constructor(private readonly server: Server) {
    server.on("request", (asked: IncomingMessage, answer: ServerResponse) => void this.answers(asked, answer));
  }

  static async listens(): Promise<OtherHost> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new OtherHost(server);
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async serves(at: Desk): Promise<void> {
    this.folder = join(at.folder, "console");
    this.api = Number(at.env["HABEAS_CONSOLE__LISTEN"]?.split(":")[1]);
    await at.fed("", "console-files", "--out", this.folder);
    const list = await readFile(join(this.folder, "headers.txt"), "utf8");
    const headers = new Map<string, Record<string, string>>();
    let path = "";
    for (const line of list.trimEnd().split("\n")) {
      const [, name = "", value = ""] = /^ {2}([^:]+): (.*)$/.exec(line) ?? [];
      if (name === "") path = line;
      else headers.set(path, { ...headers.get(path), [name]: value });
    }
    this.headers = headers;
  }

  /** Which policy it sends here; null if there is none. */
  async policy(path: string): Promise<string | null> {
    const answer = await fetch(`${this.origin}${path}`);
    await answer.body?.cancel();
    assert.equal(answer.status, 200, path);
    return answer.headers.get("content-security-policy");
  }

  closes(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answers(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = asked.url ?? "";
    if (path.startsWith("/api/")) {
      const { method, headers } = asked;
      const on = request({ host: "127.0.0.1", port: this.api, path, method, headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(answer);
      });
      asked.pipe(on);
      return;
    }
    this.asked.add(path);
    const own = this.headers.get(path);
    if (own === undefined) answer.writeHead(404).end();
    else {
      const bytes = await readFile(join(this.folder, PAGES[path] ?? path));
      answer.writeHead(200, { ...this.headers.get("/*"), ...own }).end(bytes);
    }
  }
}

test("a browser enrols, signs in and reads a case where another host serves the files, and asks it for no others", async () => {
  const host = await OtherHost.listens();
  try {
    await desk(
      async (at) => {
        await host.serves(at);
        const checked = await at.fed("", "console-check", host.origin);
        for (const [own, other] of [["/", "/index.html"], ["/viewer.html", "/viewer"], ["/viewer-pdf.html", "/viewer-pdf"]] as const) {
          assert.match(checked, new RegExp(`^ok ${other} `, "m"));
          const policy = await host.policy(other);
          assert.ok(policy !== null && policy === (await host.policy(own)), `${other}: ${policy}`);
        }
        const listed = (await at.fed("", "console-check", "--list")).split("\n");
        host.asked.clear();
        const member = await joinsByPage(at, "lawyer", "Ada");
        const { page } = member.seat;
        await signsIn(at, member);
        assert.equal(new URL(page.url()).origin, host.origin);
        const code = await at.reports(9001, "the blue house");
        await at.taps(member.who.user, "I take it");
        const came = (path: string): Promise<Response> => page.waitForResponse((of) => of.url().endsWith(path));
        const first = came("/vocabulary/en");
        await page.getByRole("button", { name: "Cases", exact: true }).click();
        await page.getByRole("button", { name: code }).click();
        await first;
        for (const language of ["ru", "kk", "uk"]) {
          const both = Promise.all([came(`/words/${language}`), came(`/vocabulary/${language}`)]);
          await page.locator("#language").selectOption(language);
          await both;
        }
        const names = listed.map((line) => line.slice(66)).map((name) => (name === "index.html" ? "/" : `/${name}`));
        // What a family sends is shown there too, by pages that are loaded for it alone.
        await at.sends(9001, "photo", PIXEL);
        await at.sends(9001, "document", pdf(["A paper"]));
        const shows = page.locator(".timeline li button");
        await shows.nth(1).waitFor();
        for (const button of await shows.all()) await button.click();
        await page.frameLocator("iframe >> nth=0").getByText("A paper").waitFor({ state: "attached" });
        await page.frameLocator("iframe >> nth=1").locator("img").waitFor({ state: "attached" });
        // Those two a browser asks for where somebody installs the page.
        const installing = ["/console-icon.png", "/console.webmanifest"];
        const others = (of: Iterable<string>): string[] => [...of].filter((name) => !installing.includes(name)).sort();
        assert.deepEqual(others(host.asked), others(names));
      },
      { HABEAS_CONSOLE__ORIGIN: host.origin },
    );
  } finally {
    host.closes();
  }
});
