// What the outside cannot see, and what moves the stage.

import type { Stage, Strip } from "../contract";
import { button, el, freshId } from "../../shared/dom";
import { icon } from "../icons";
import { seize } from "../seize/dialog";
import { word } from "../words";
import { Cases } from "./cases";
import { clockPanel } from "./clock-panel";
import { Company } from "./company";
import { MemberKeys } from "./member-keys";
import { Scenarios } from "./scenarios";
import { Trouble } from "./trouble";

export class StripPanel {
  readonly headingId = freshId();
  private readonly status = el("p", { class: "status", role: "status" });
  private readonly cases = new Cases();
  private readonly scenarios = new Scenarios(this.status);
  private readonly trouble = new Trouble(this.status);
  private readonly keys = new MemberKeys(this.status);
  private readonly company = new Company(this.status);
  readonly element: HTMLElement;

  constructor() {
    const take = el(
      "div",
      { class: "seize" },
      button({}, () => void seize(this.status), icon("server"), word("rp-seize")),
      el("p", { text: word("rp-seize-about") }),
    );
    this.element = el(
      "section",
      { class: "strip", "aria-labelledby": this.headingId },
      el("h2", { id: this.headingId, class: "unseen", text: word("rp-strip") }),
      this.status,
      clockPanel(this.status),
      this.cases.element,
      take,
      this.scenarios.element,
      this.trouble.element,
      this.keys.element,
      this.company.element,
    );
  }

  stage(stage: Stage): void {
    this.scenarios.update(stage);
    this.trouble.update(stage);
    this.keys.update(stage);
    this.company.update(stage);
  }

  show(strip: Strip): void {
    this.cases.update(strip);
  }
}
