// On a narrow screen one phone is shown at a time, and the strip as one more: tabs with arrow keys.

import { el, freshId, unseen } from "../shared/dom";
import { icon, type IconName } from "./icons";
import { word } from "./words";

export interface Tab {
  readonly key: string;
  readonly name: string;
  readonly icon: IconName;
  readonly panel: HTMLElement;
  /** Shown as a number beside the name. */
  readonly unread: number;
}

const NARROW = "(max-width: 899.98px)";

export class Tabs {
  readonly element = el("div", { class: "tabs", role: "tablist", "aria-label": word("rp-tabs") });
  private readonly narrow = matchMedia(NARROW);
  private tabs: readonly Tab[] = [];
  private readonly ids = new Map<string, string>();
  private chosen: string | null = null;
  private readonly arrange = (): void => this.show();

  constructor(private readonly chose: (key: string) => void) {
    this.narrow.addEventListener("change", this.arrange);
    this.element.addEventListener("keydown", (event) => this.keydown(event));
  }

  end(): void {
    this.narrow.removeEventListener("change", this.arrange);
  }

  /** The panel that is shown alone; null where all are. */
  get alone(): string | null {
    return this.narrow.matches ? this.chosen : null;
  }

  update(tabs: readonly Tab[]): void {
    this.tabs = tabs;
    if (!tabs.some((tab) => tab.key === this.chosen)) this.chosen = tabs[0]?.key ?? null;
    this.show();
  }

  choose(key: string): void {
    this.chosen = key;
    this.show();
    this.chose(key);
  }

  private show(): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = !this.narrow.matches;
    this.element.replaceChildren(...this.tabs.map((tab) => this.tabOf(tab)));
    for (const tab of this.tabs) this.arrangePanel(tab);
    if (hadFocus) this.element.querySelector<HTMLElement>("[aria-selected='true']")?.focus();
  }

  private tabOf(tab: Tab): HTMLElement {
    const selected = tab.key === this.chosen;
    const attributes = {
      type: "button",
      role: "tab",
      id: this.idOf(tab.key),
      "aria-selected": String(selected),
      "aria-controls": this.panelId(tab),
      tabindex: selected ? "0" : "-1",
      "data-tab": tab.key,
    };
    const badge = el("span", { class: "badge" }, unseen(word("rp-unread")), ` ${tab.unread}`);
    const element = el("button", attributes, icon(tab.icon), el("span", { text: tab.name }), tab.unread > 0 ? badge : null);
    element.addEventListener("click", () => this.choose(tab.key));
    return element;
  }

  private arrangePanel(tab: Tab): void {
    const { panel } = tab;
    this.panelId(tab);
    panel.hidden = this.narrow.matches && tab.key !== this.chosen;
    if (this.narrow.matches) panel.setAttribute("role", "tabpanel");
    else panel.removeAttribute("role");
  }

  private panelId(tab: Tab): string {
    if (tab.panel.id === "") tab.panel.id = freshId();
    return tab.panel.id;
  }

  private idOf(key: string): string {
    const id = this.ids.get(key) ?? freshId();
    this.ids.set(key, id);
    return id;
  }

  private keydown(event: KeyboardEvent): void {
    const keys = this.tabs.map((tab) => tab.key);
    const here = keys.indexOf(this.chosen ?? "");
    const to: Record<string, number> = {
      ArrowRight: (here + 1) % keys.length,
      ArrowLeft: (here - 1 + keys.length) % keys.length,
      Home: 0,
      End: keys.length - 1,
    };
    const target = keys[to[event.key] ?? -1];
    if (target === undefined) return;
    event.preventDefault();
    this.choose(target);
  }
}
