// What axe-core finds in what a page shows.

import assert from "node:assert/strict";
import axe, { type RunOptions } from "axe-core";
import type { CDPSession, Frame, Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Found {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

const sessions = new WeakMap<Page | Frame, CDPSession>();

/** One for each page, and each frame that has a process of its own; never ended: with any session's end a
 * page loses its virtual authenticator. */
async function devtoolsOf(page: Page, shown: Page | Frame): Promise<CDPSession> {
  const session = sessions.get(shown) ?? (await page.context().newCDPSession(shown));
  sessions.set(shown, session);
  return session;
}

/** What is wrong in what a page, or a frame of it, shows at this moment, a line each. */
export async function faults(page: Page, shown: Page | Frame = page): Promise<string[]> {
  return found(page, shown, RULES);
}

/** What cannot be read for its colour: all that is different in the dark. */
export async function contrastFaults(page: Page): Promise<string[]> {
  return found(page, page, { type: "rule", values: ["color-contrast"] });
}

async function found(page: Page, shown: Page | Frame, runOnly: RunOptions["runOnly"]): Promise<string[]> {
  const devtools = await devtoolsOf(page, shown);
  // What is still moving has no colour of its own yet.
  const settled = "Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations !== Infinity).map(a => a.finished.catch(() => {})))";
  // Nor has what begins to move while it is looked at.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await devtools.send("Runtime.evaluate", { expression: settled, awaitPromise: true });
  // It stays in a page until that is loaded anew.
  const there = await devtools.send("Runtime.evaluate", { expression: "typeof axe" });
  if (there.result.value === "undefined") await devtools.send("Runtime.evaluate", { expression: axe.source });
  // A frame may not fetch its own style, as axe would.
  const options = JSON.stringify({ runOnly, resultTypes: ["violations"], preload: shown === page });
  const expression = `axe.run(document, ${options}).then(found => JSON.stringify(found.violations))`;
  const { result } = await devtools.send("Runtime.evaluate", { expression, awaitPromise: true });
  const violations = JSON.parse(String(result.value)) as Found[];
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${JSON.stringify(node.target)} ${node.failureSummary ?? ""}`));
}

/** Nothing is wrong in what is shown at this moment. */
export async function clean(page: Page, shown: Page | Frame = page): Promise<void> {
  assert.deepEqual(await faults(page, shown), []);
}

/** Nor on the narrowest phone, where nothing is wider than the screen. */
export async function cleanAndNarrow(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await clean(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 320, `${wide} px`);
  if (size !== null) await page.setViewportSize(size);
}
