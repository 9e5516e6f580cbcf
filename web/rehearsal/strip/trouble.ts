// What goes wrong: Telegram's faults, and the bot itself.

import type { FaultKind, Stage } from "../contract";
import { button, el } from "../../shared/dom";
import { icon } from "../icons";
import { attempt, orders } from "../orders";
import { word } from "../words";
import type { WordKey } from "../word-keys";

const FAULTS: readonly { kind: FaultKind; word: WordKey }[] = [
  { kind: "too_many", word: "rp-fault-too-many" },
  { kind: "slow", word: "rp-fault-slow" },
  { kind: "reset", word: "rp-fault-reset" },
  { kind: "lost_answer", word: "rp-fault-lost-answer" },
];

export class Trouble {
  private readonly state = el("span", { class: "state" });
  private readonly bot: HTMLButtonElement;
  private readonly switches = new Map<FaultKind, HTMLButtonElement>();
  private running = true;
  readonly element: HTMLElement;

  constructor(status: HTMLElement) {
    this.bot = button({ class: "plain" }, () => {
      void attempt(status, () => (this.running ? orders.kill() : orders.start()));
    });
    const rows = FAULTS.map(({ kind, word: key }) => {
      const flip = (): void => {
        const on = element.getAttribute("aria-checked") === "true";
        void attempt(status, () => (on ? orders.mend(kind) : orders.fault(kind)));
      };
      const knob = el("span", { class: "knob", "aria-hidden": "true" });
      const attributes = { class: "switch", role: "switch", "aria-checked": "false", "data-fault": kind };
      const element = button(attributes, flip, el("span", { text: word(key) }), knob);
      this.switches.set(kind, element);
      return element;
    });
    this.element = el(
      "section",
      { class: "panel", "aria-label": word("rp-trouble") },
      el("h2", { text: word("rp-trouble") }),
      el("div", { class: "machine" }, icon("server"), this.state, this.bot),
      el("h3", { text: word("rp-telegram") }),
      ...rows,
    );
  }

  update(stage: Stage): void {
    this.running = stage.bot === "running";
    this.state.textContent = word(this.running ? "rp-bot-running" : "rp-bot-dead");
    this.state.dataset["bot"] = stage.bot;
    this.bot.textContent = word(this.running ? "rp-kill" : "rp-start-bot");
    this.bot.classList.toggle("danger", this.running);
    for (const [kind, element] of this.switches) {
      element.setAttribute("aria-checked", String(stage.faults.includes(kind)));
    }
  }
}
