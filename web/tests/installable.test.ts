import assert from "node:assert/strict";
import test from "node:test";
import { desk } from "./desk";
import { heading } from "./member";

interface Manifest {
  readonly url: string;
  readonly errors: readonly unknown[];
  readonly data?: string;
}

test("the console can be put on a telephone's home screen, with its icon, and opens there without a browser's bar", () =>
  desk(async (at) => {
    const { context, page } = await at.opens();
    await page.goto(at.origin);
    await heading(page, "You are not signed in");
    at.forgives(/401 \(Unauthorized\)/);
    const session = await context.newCDPSession(page);
    const manifest = (await session.send("Page.getAppManifest")) as Manifest;
    assert.deepEqual(manifest.errors, []);
    const { display, start_url, icons } = JSON.parse(manifest.data ?? "{}") as { display: string; start_url: string; icons: { src: string; sizes: string }[] };
    assert.deepEqual([display, new URL(start_url, manifest.url).href], ["standalone", `${at.origin}/`]);
    for (const { src } of icons) assert.equal((await page.request.get(new URL(src, manifest.url).href)).status(), 200, src);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    assert.deepEqual(installabilityErrors, []);
  }));
