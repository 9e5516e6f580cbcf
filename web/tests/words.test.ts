import assert from "node:assert/strict";
import test from "node:test";
import { LANGUAGES } from "../shared/languages";
import { WORD_KEYS as CONSOLE_KEYS } from "../console/word-keys";
import { WORD_KEYS } from "../rehearsal/word-keys";
import { desk } from "./desk";
import { rehearse } from "./support";

test("the server has every word of the page in every language", () =>
  rehearse({}, async (rehearsal) => {
    for (const language of LANGUAGES) {
      const answer = await rehearsal.page.request.get(`${rehearsal.url}words/${language}`);
      const words = (await answer.json()) as Record<string, string>;
      const missing = WORD_KEYS.filter((key) => words[key] === undefined || words[key] === "");
      assert.deepEqual(missing, [], language);
      const long = Object.values(words).flatMap((text) => text.split(/[.!?:;]\s/)).filter((part) => part.split(/\s+/).length > 12);
      assert.deepEqual(long, [], "no sentence is longer than twelve words");
    }
  }));

test("the console has every word of its own in every language", () =>
  desk(async (at) => {
    const { page } = await at.opens();
    for (const language of LANGUAGES) {
      const words = (await (await page.request.get(`${at.origin}/words/${language}`)).json()) as Record<string, string>;
      const missing = CONSOLE_KEYS.filter((key) => words[key] === undefined || words[key] === "");
      assert.deepEqual(missing, [], language);
      const known = new Set<string>(CONSOLE_KEYS);
      assert.deepEqual(Object.keys(words).filter((key) => !known.has(key)), [], "no word is left over");
      const long = Object.values(words).flatMap((text) => text.split(/[.!?:;]\s/)).filter((part) => part.split(/\s+/).length > 12);
      assert.deepEqual(long, [], "no sentence is longer than twelve words");
    }
  }));
