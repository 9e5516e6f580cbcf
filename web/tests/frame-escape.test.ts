import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import test from "node:test";
import type { Frame, Page } from "playwright-core";
import { type Desk, desk } from "./desk";
import { HIDDEN, PIXEL, restless } from "./files";
import { comesIn, heading, joins } from "./member";

/** Somebody else's server, and what it was asked for. A connection over which nothing is sent is none: a
 * browser opens some before it looks at a page's policy. */
async function elsewhere(act: (origin: string, asked: string[]) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? "");
    answer.writeHead(200, { "access-control-allow-origin": "*" }).end();
  });
  server.on("upgrade", (request, socket) => {
    asked.push(request.url ?? "");
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** What the page itself asks for while it is looked at, and when it is locked. */
const OWN = /^http:\/\/localhost:\d+\/api\/(cases|sign-out|live)/;

/** A lawyer looks at what came. */
async function looks(at: Desk, kind: string, bytes: Buffer): Promise<{ page: Page; frame: Frame; out: string[] }> {
  const ada = await joins(at, "lawyer", "Ada");
  const { page, context } = ada.seat;
  const code = await at.reports(9001, "the blue house");
  await at.taps(ada.who.user, "I take it");
  await at.sends(9001, kind, bytes);
  await comesIn(at, ada);
  await heading(page, code);
  await page.getByRole("button", { name: /^Show: / }).click();
  await page.frameLocator("iframe").locator("main :is(img, canvas)").waitFor();
  const out: string[] = [];
  context.on("page", (other) => out.push(`a window: ${other.url()}`));
  page.on("download", (of) => out.push(`a download: ${of.url()}`));
  page.on("framenavigated", (of) => out.push(`another page: ${of.url()}`));
  page.on("dialog", (of) => out.push(`a dialog: ${of.message()}`));
  const frame = page.frames()[1];
  assert.ok(frame);
  return { page, frame, out };
}

/** Each thing that a script in the frame tries, by name: what came of it. */
async function tries(frame: Frame, to: string): Promise<Record<string, string>> {
  return frame.evaluate(async (to) => {
    const found: Record<string, string> = {};
    const attempt = async (name: string, act: () => unknown): Promise<void> => {
      try {
        found[name] = `did: ${String(await act())}`;
      } catch (error) {
        found[name] = error instanceof Error ? error.name : String(error);
      }
    };
    const presses = (attributes: Record<string, string>): void => {
      const link = document.createElement("a");
      for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
      document.body.append(link);
      link.click();
    };
    const ends = (element: HTMLElement & { src: string }, src: string): Promise<string> =>
      new Promise((done, failed) => {
        element.addEventListener("load", () => done("loaded"));
        element.addEventListener("error", () => failed(new Error("refused")));
        element.src = src;
        document.body.append(element);
      });
    await attempt("the page above", () => parent.document.title);
    await attempt("its keys' place", () => (parent as unknown as { localStorage: object }).localStorage);
    await attempt("a store", () => localStorage.length);
    await attempt("cookies", () => document.cookie);
    await attempt("a database", () => indexedDB.open("x"));
    await attempt("caches", () => caches.keys());
    await attempt("the top", () => void (top!.location.href = `${to}/top`));
    await attempt("a window", () => open(`${to}/window`));
    await attempt("a request", () => fetch(`${to}/request`));
    await attempt("the console's own answers", () => fetch(`${location.origin}/api/me`, { credentials: "include" }));
    await attempt("a picture", () => ends(new Image(), `${to}/picture`));
    await attempt("the console's picture", () => ends(new Image(), `${location.origin}/icon.svg`));
    await attempt("a script", () => ends(document.createElement("script"), `${to}/script.js`));
    await attempt("words made a script", () => (0, eval)("1"));
    await attempt("markup", () => void (document.body.innerHTML = "<b>x</b>"));
    await attempt("a socket", () => new Promise((done, failed) => {
      const socket = new WebSocket(`${to.replace("http", "ws")}/socket`);
      socket.onopen = done;
      socket.onerror = () => failed(new Error("refused"));
    }));
    await attempt("a worker", () => new Promise((done, failed) => {
      const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
      worker.onmessage = () => done("ran");
      worker.onerror = () => failed(new Error("refused"));
    }));
    await attempt("a call", () => new RTCPeerConnection());
    await attempt("a call of an inner frame", () => {
      const inner = document.createElement("iframe");
      document.body.append(inner);
      return (inner.contentWindow as unknown as typeof globalThis).RTCPeerConnection;
    });
    await attempt("a camera", () => navigator.mediaDevices.getUserMedia({ video: true }));
    await attempt("a place", () => new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, () => failed(new Error("refused")))));
    await attempt("the clipboard", () => navigator.clipboard.readText());
    await attempt("a dialog", () => confirm("words?"));
    await attempt("a whole screen", () => document.documentElement.requestFullscreen());
    navigator.sendBeacon(`${to}/beacon`, "x");
    for (const rel of ["preconnect", "prefetch", "preload", "stylesheet", "modulepreload"]) {
      const link = document.createElement("link");
      Object.assign(link, { rel, href: `${to}/${rel}`, as: rel === "preload" ? "image" : "" });
      document.head.append(link);
    }
    presses({ href: `${to}/pressed`, target: "_blank" });
    presses({ href: `${to}/above`, target: "_top" });
    presses({ href: URL.createObjectURL(new Blob(["x"])), download: "x.html" });
    presses({ href: "javascript:parent.x=1" });
    const form = document.createElement("form");
    Object.assign(form, { action: `${to}/form`, method: "post" });
    document.body.append(form);
    form.submit();
    return found;
  }, to);
}

test("a script that got into the frame reaches neither the page, nor its keys, nor anybody else", () =>
  elsewhere((to, asked) =>
    desk(async (at) => {
      const { page, frame, out } = await looks(at, "photo", Buffer.concat([PIXEL, HIDDEN]));
      const url = page.url();
      const before = at.requests.length;
      const found = await tries(frame, to);
      const did = Object.entries(found).filter(([, what]) => what.startsWith("did: "));
      assert.deepEqual(did, [["a window", "did: null"], ["a dialog", "did: false"]]);
      // A message for the page, of no kind that a frame sends, and as from another frame.
      await frame.evaluate(() => parent.postMessage({ told: "redrawn", bytes: "<script>" }, "*"));
      await page.evaluate(() => postMessage({ told: "broken" }, "*"));
      assert.equal(await page.locator("iframe").count(), 1);
      // The frame itself goes elsewhere: the page's policy keeps it.
      const stopped = page.waitForEvent("console", (line) => line.text().includes("frame-src"));
      await frame.evaluate((to) => void (location.href = `${to}/itself`), to);
      await stopped;
      assert.equal(page.url(), url);
      await page.getByRole("button", { name: "Lock now", exact: true }).click();
      await heading(page, "Locked");
      assert.deepEqual(asked, []);
      assert.deepEqual(out, ["another page: about:blank", "another page: chrome-error://chromewebdata/"], "the frame alone, and nowhere");
      const through = at.requests.slice(before).filter((of) => of.failure() === null && !OWN.test(of.url()));
      assert.deepEqual(through.map((of) => of.url()), []);
      at.forgives(/Content Security Policy|sandboxed|Permissions policy|requires 'Trusted/);
    }),
  ));

test("a PDF that would go elsewhere, run a script or send a form does none of it", () =>
  elsewhere((to, asked) =>
    desk(async (at) => {
      const { page, frame, out } = await looks(at, "document", restless(to));
      await frame.getByText("Restless").waitFor({ state: "attached" });
      const url = page.url();
      const before = at.requests.length;
      await frame.locator("canvas").click();
      await frame.getByRole("button", { name: "Larger" }).click();
      await page.getByRole("button", { name: "Lock now", exact: true }).click();
      await heading(page, "Locked");
      assert.deepEqual([asked, out, page.url()], [[], [], url]);
      assert.deepEqual(at.requests.slice(before).map((of) => of.url()).filter((of) => !OWN.test(of)), []);
    }),
  ));
