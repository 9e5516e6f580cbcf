import assert from "node:assert/strict";
import test from "node:test";
import { LANGUAGES } from "../rehearsal/contract";
import { WORD_KEYS } from "../rehearsal/word-keys";
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
