import assert from "node:assert/strict";
import test from "node:test";
import { LANGUAGES, type Language } from "../shared/languages";
import { desk } from "./desk";
import { flaws, NARROW } from "./look";
import { type Screen, Stage } from "./screens";
import { cases } from "./screens-case";
import { doors, making, refusals } from "./screens-door";
import { inside, leaving, unheld } from "./screens-inside";
import { members } from "./screens-members";

/** Brings a screen about, and looks at it. */
async function looks(stage: Stage, screen: Screen): Promise<void> {
  const expected = {
    title: (language: Language) => stage.text(screen.title, language),
    texts: (language: Language) => screen.says.map((key) => stage.text(key, language)),
  };
  try {
    await screen.comes(stage);
    await stage.heading(screen.title);
    assert.deepEqual(await flaws(stage.page, expected, async (language) => screen.again?.(stage, language)), []);
  } finally {
    await stage.ends();
  }
}

test("every screen of the console can be read and pressed: by axe, in light and dark, in four languages at 320 px", (t) =>
  desk(async (at) => {
    const seat = await at.opens();
    await seat.page.setViewportSize(NARROW);
    const words = LANGUAGES.map(async (language) => {
      const answer = await seat.page.request.get(`${at.origin}/words/${language}`);
      return [language, (await answer.json()) as Record<string, string>] as const;
    });
    const stage = new Stage(at, seat, new Map(await Promise.all(words)));
    const plays = async (screens: Record<string, Screen>): Promise<void> => {
      for (const [name, screen] of Object.entries(screens)) await t.test(name, () => looks(stage, screen));
    };

    const dana = await stage.player("coordinator", "Dana");
    await at.signs(dana.who, dana.voice, (line) => !line.includes('"recovery"'));
    await stage.comesIn(dana);
    await plays(unheld());
    await plays(leaving());
    await plays(refusals());
    const ada = await stage.signed("lawyer", "Ada");
    const eve = await stage.signed("coordinator", "Eve");
    const ben = await stage.player("lawyer", "Ben");
    await plays(doors(dana, ben));
    const hal = await at.adds("lawyer", "Hal");
    await plays(making(() => at.run("member", "enrol", hal.id)));
    const gone = await at.adds("lawyer", "Gus");
    await at.adds("lawyer", "Ira");
    await stage.comesIn(ada);
    await plays(inside(ada));
    const fay = await stage.player("coordinator", "Fay");
    await plays(members({ dana, eve, ada, ben, fay, gone }));
    await stage.comesIn(ada);
    await plays(cases(ada));
    at.forgives(/status of [45]\d\d|net::ERR_/);
  }));
