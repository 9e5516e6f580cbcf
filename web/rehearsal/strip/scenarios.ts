// What plays by itself, and what to watch meanwhile.

import type { ScenarioName, Stage } from "../contract";
import { button, el } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";

const STATE_WORDS = { playing: "rp-playing", done: "rp-played", failed: "rp-failed" } as const;

export class Scenarios {
  private readonly list = el("ul", { class: "scenarios" });
  private readonly now = el("p", { class: "playing", role: "status" });
  private shown = "";
  readonly element = el(
    "section",
    { class: "panel", "aria-label": word("rp-scenarios") },
    el("h2", { text: word("rp-scenarios") }),
    this.now,
    this.list,
  );

  constructor(private readonly status: HTMLElement) {}

  update(stage: Stage): void {
    const shown = JSON.stringify([stage.scenario, stage.scenarios]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.say(stage.scenario);
    const focused = document.activeElement;
    const held = focused instanceof HTMLElement && this.list.contains(focused) ? focused.dataset["play"] : undefined;
    this.list.replaceChildren(...stage.scenarios.map((name) => this.row(name, stage.scenario)));
    if (held !== undefined) this.list.querySelector<HTMLElement>(`[data-play="${held}"]`)?.focus({ preventScroll: true });
  }

  private say(scenario: Stage["scenario"]): void {
    this.now.hidden = scenario === null;
    this.now.textContent = "";
    delete this.now.dataset["state"];
    if (scenario === null) return;
    const name = word(`rp-scenario-${scenario.name}`);
    this.now.dataset["state"] = scenario.state;
    this.now.textContent = `${word(STATE_WORDS[scenario.state])} ${name}`;
    const { line } = scenario;
    // Where in the script, for whoever mends it: scripts are in English.
    if (typeof line === "string" && line !== "") this.now.append(el("small", { lang: "en", text: line }));
  }

  private row(name: ScenarioName, scenario: Stage["scenario"]): HTMLElement {
    const plays = scenario?.name === name && scenario.state === "playing";
    const busy = scenario?.state === "playing";
    const title = word(`rp-scenario-${name}`);
    const label = word(plays ? "rp-stop" : "rp-play");
    const act = (): void => void attempt(this.status, () => orders.scenario(plays ? null : name));
    const attributes = {
      class: plays ? "round stop" : "round",
      "aria-label": `${label}: ${title}`,
      title: label,
      "data-play": name,
      disabled: busy && !plays,
    };
    const about = el("div", {}, el("h3", { text: title }), el("p", { text: word(`rp-scenario-${name}-about`) }));
    return el("li", { class: plays ? "now" : null }, button(attributes, act, icon(plays ? "stop" : "play")), about);
  }
}
