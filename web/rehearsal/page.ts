// The whole page in one language, from its header to its stream.

import { setClock, tick } from "./clock";
import type { Language } from "../shared/languages";
import { el } from "../shared/dom";
import { header } from "./header";
import { setConsole } from "./console-links";
import { Phones, title } from "./phones";
import { listen } from "./stream";
import { StripPanel } from "./strip/strip";
import { Tabs, type Tab } from "./tabs";
import { pageLanguage, word } from "./words";

const STRIP = "strip";

/** Fills the place; gives back what takes the page down again. */
export function showPage(place: HTMLElement, choose: (language: Language) => void): () => void {
  document.documentElement.lang = pageLanguage();
  const top = header(choose);
  const strip = new StripPanel();
  const tabs = new Tabs((key) => {
    if (key !== STRIP) phones.look(Number(key));
  });
  const arrange = (): void => {
    const last: Tab = { key: STRIP, name: word("rp-strip-tab"), icon: "strip", panel: strip.element, unread: 0 };
    tabs.update([...phones.tabs(), last]);
    document.title = title(phones.unread);
  };
  const phones = new Phones(() => tabs.alone, arrange);
  const stage = el("div", { class: "stage" }, phones.element, strip.element);
  place.replaceChildren(top.element, el("main", {}, tabs.element, stage));
  document.title = title(0);

  const until = new AbortController();
  addEventListener("focus", () => phones.lookAgain(), { signal: until.signal });
  const close = listen(pageLanguage(), {
    reset: () => {
      phones.reset();
      // What did not work before is told no longer: all is told anew.
      for (const status of place.querySelectorAll(".status")) status.textContent = "";
    },
    stage: (stage) => {
      setClock(stage.now);
      setConsole(stage.console);
      phones.stage(stage.phones);
      strip.stage(stage);
      place.dataset["ready"] = "";
    },
    chat: (chat) => phones.chat(chat),
    strip: (cases) => {
      strip.show(cases);
      tick();
    },
    connected: (there) => {
      top.lost.textContent = there ? "" : word("rp-lost");
    },
  });
  return () => {
    close();
    until.abort();
    tabs.end();
    delete place.dataset["ready"];
  };
}
