import assert from "node:assert/strict";
import test from "node:test";
import { rehearse, type Rehearsal } from "./support";

/** Events of a measurement, and from which one on both phones hold as many messages as they keep. */
const EVENTS = 2000;
const FULL = 500;

/** Said at once, by each of two people. */
const BATCH = 10;

/** Two phones get these events, the next batch only when they show the last. */
async function goOn(rehearsal: Rehearsal, from: number, to: number): Promise<void> {
  await rehearsal.page.evaluate(
    async ([first, last, batch]) => {
      const say = (user: string | null, text: string): Promise<Response> => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ user: Number(user), text });
        return fetch("/driver/say", { method: "POST", headers, body });
      };
      const listen = async (phone: Element, texts: string[]): Promise<void> => {
        await Promise.all(texts.map((text) => say(phone.getAttribute("data-user"), text)));
        const shown = (): Set<string | null> =>
          new Set([...phone.querySelectorAll(".user .text")].map((text) => text.textContent));
        for (let seen = shown(); !texts.every((text) => seen.has(text)); seen = shown()) await new Promise(requestAnimationFrame);
      };
      const phones = [...document.querySelectorAll("[data-who]")].slice(0, 2);
      for (let n = first; n < last; n += batch * phones.length) {
        const texts = Array.from({ length: batch }, (_, i) => `event ${n + i}`);
        await Promise.all(phones.map((phone) => listen(phone, texts)));
      }
    },
    [from, to, BATCH] as const,
  );
}

async function heap(rehearsal: Rehearsal): Promise<number> {
  const devtools = await rehearsal.page.context().newCDPSession(rehearsal.page);
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize;
}

test("two thousand events do not make the page grow", () =>
  rehearse({}, async (rehearsal) => {
    // Without the bot every event is one message that the page has to show.
    await rehearsal.press("Kill the bot");
    await rehearsal.strip.getByText("The bot is dead").waitFor();
    await goOn(rehearsal, 0, FULL);
    const before = await heap(rehearsal);
    await goOn(rehearsal, FULL, EVENTS);
    const after = await heap(rehearsal);
    const kept = await rehearsal.phone("relative").log.locator(".message").count();
    assert.equal(kept, 200, "the newest messages stay");
    assert.ok(after <= before * 1.1, `${before} bytes after ${FULL} events, ${after} after ${EVENTS}`);
  }));
