// "Seize the server": what the database holds at this moment, and what opens it. All of it is dropped
// when the dialog closes.

import type { Seized } from "../contract";
import { button, el, freshId } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";
import { identitiesIn, openAll } from "./open";
import { paper } from "./paper";
import { readable } from "./readable";
import { legend, tables } from "./tables";

function opener(seized: Seized): HTMLElement {
  const id = freshId();
  const field = el("textarea", { id, rows: "3", spellcheck: "false", autocomplete: "off", placeholder: "AGE-SECRET-KEY-1…" });
  const status = el("p", { class: "status", role: "status" });
  const results = el("div", { class: "results" });

  const open = async (): Promise<void> => {
    results.replaceChildren();
    delete status.dataset["opened"];
    const identities = identitiesIn(field.value);
    if (identities.length === 0) {
      status.textContent = word("rp-no-identity");
      return;
    }
    status.textContent = word("rp-opening");
    act.disabled = true;
    let [opened, shut] = [0, 0];
    for await (const one of openAll(seized, identities)) {
      if (one.entries === null) shut += 1;
      else opened += 1;
      results.append(readable(one));
    }
    act.disabled = false;
    if (opened > 0) status.dataset["opened"] = "";
    if (opened === 0) status.textContent = word(shut === 0 ? "rp-no-case-there" : "rp-nothing-opens");
    else status.textContent = word(shut === 0 ? "rp-all-opens" : "rp-some-open");
  };
  const act = button({ class: "plain primary" }, () => void open(), icon("key"), word("rp-open"));
  const label = el("label", { for: id, text: word("rp-paste") });
  return el("div", { class: "opener" }, label, field, act, status, results, paper(status));
}

function contents(seized: Seized, close: () => void, headingId: string): HTMLElement[] {
  const heading = el("h2", { id: headingId, text: word("rp-seized") });
  const name = word("rp-close");
  const shut = button({ class: "round", "aria-label": name, title: name }, close, icon("close"));
  const left = el("section", { "aria-label": word("rp-tables") }, legend(seized), tables(seized));
  const right = el("section", { "aria-label": word("rp-open-it") }, el("h3", { text: word("rp-open-it") }), opener(seized));
  return [
    el("header", {}, el("div", {}, heading, el("p", { text: word("rp-seized-about") })), shut),
    el("div", { class: "columns" }, left, right),
  ];
}

export async function seize(status: HTMLElement): Promise<void> {
  await attempt(status, async () => {
    const seized = await orders.seize();
    const headingId = freshId();
    const dialog = el("dialog", { class: "seized", "aria-labelledby": headingId });
    dialog.append(...contents(seized, () => dialog.close(), headingId));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
