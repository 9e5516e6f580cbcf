// A phone of the page, for somebody who knows only what stands on it.

import type { Locator } from "playwright-core";

export class Phone {
  taps = 0;

  constructor(readonly element: Locator) {}

  button(label: string): Locator {
    return this.element.getByRole("button", { name: label, exact: true });
  }

  get log(): Locator {
    return this.element.getByRole("log");
  }

  get field(): Locator {
    return this.element.getByRole("textbox");
  }

  async tap(label: string): Promise<void> {
    this.taps += 1;
    await this.button(label).last().click();
  }

  async sees(text: string): Promise<void> {
    await this.log.getByText(text).last().waitFor();
  }

  async says(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  /** An item of the menu of the phone. */
  async chooses(item: string): Promise<void> {
    await this.button("Menu of this phone").click();
    await this.element.getByRole("menu").getByText(item, { exact: true }).click();
  }
}
