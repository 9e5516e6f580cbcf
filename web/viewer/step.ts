// Buttons that step back and forth, with an end on each side.

import { button } from "../shared/dom";

/** A pair of buttons, each with its sign and what it is called. */
export class Steps {
  /** Counts from 0, as `last` does. */
  at = 0;
  readonly back: HTMLButtonElement;
  readonly on: HTMLButtonElement;

  constructor(
    back: readonly [sign: string, name: string],
    on: readonly [sign: string, name: string],
    private readonly last: number,
    private readonly changed: () => void,
  ) {
    this.back = this.step(-1, back);
    this.on = this.step(1, on);
    this.allows();
  }

  private step(by: number, [sign, name]: readonly [string, string]): HTMLButtonElement {
    const act = (): void => {
      const at = this.at + by;
      if (at < 0 || at > this.last) return;
      this.at = at;
      this.allows();
      this.changed();
    };
    return button({ class: "plain", "aria-label": name, title: name }, act, sign);
  }

  /** At an end: a button that is disabled altogether would lose the focus. */
  private allows(): void {
    this.back.setAttribute("aria-disabled", String(this.at === 0));
    this.on.setAttribute("aria-disabled", String(this.at === this.last));
  }
}
