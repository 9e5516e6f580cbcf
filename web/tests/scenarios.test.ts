import test from "node:test";
import { rehearse } from "./support";

// That each script holds to its end is tested at full speed, without a browser.
const PRESS_REPORT = "The press report's case";
const OTHERS = [
  "Nobody answers",
  "A flood, and one true report",
  "Released on paper only",
  "A stolen lawyer's phone",
];

test("a scenario plays to its end on the phones", () =>
  rehearse({}, async (rehearsal) => {
    // As the page asks for it, but without the pauses in which somebody watches: stage.test.ts has them.
    await rehearsal.page.route("**/stage/scenario", (route) =>
      route.continue({ postData: { ...(route.request().postDataJSON() as object), quick: true } }),
    );
    await rehearsal.press(`Play: ${PRESS_REPORT}`);
    await rehearsal.strip.locator(".playing").getByText(`Played to its end: ${PRESS_REPORT}`).waitFor();
    await rehearsal.phone("relative").log.getByText("A lawyer on duty has it since").waitFor();
  }));

test("each of the others begins, and is stopped", () =>
  rehearse({}, async (rehearsal) => {
    for (const title of OTHERS) {
      await rehearsal.press(`Play: ${title}`);
      await rehearsal.strip.getByText(`Playing: ${title}`).waitFor();
      await rehearsal.press(`Stop: ${title}`);
      await rehearsal.strip.getByText("Playing:").waitFor({ state: "hidden" });
    }
    await rehearsal.button(`Play: ${PRESS_REPORT}`).waitFor();
  }));
