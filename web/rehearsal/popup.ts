// A small menu that a button opens: arrows move, Escape closes, focus returns to the button.

import { button, el, freshId } from "../shared/dom";
import { icon, type IconName } from "./icons";

export interface Item {
  readonly text: string;
  readonly detail?: string;
  readonly icon?: IconName;
  readonly lang?: string;
  readonly danger?: boolean;
  /** Whether it is the chosen one of several; absent: not a choice. */
  readonly chosen?: boolean;
  readonly act: () => void;
}

/** What stands between two groups of items. */
export const RULE = "rule";

export interface Popup {
  readonly opener: HTMLButtonElement;
  readonly menu: HTMLDivElement;
  close(): void;
}

function itemOf(item: Item, close: () => void): HTMLElement {
  const attributes = {
    role: item.chosen === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.chosen === undefined ? null : String(item.chosen),
    class: item.danger === true ? "item danger" : "item",
    lang: item.lang,
    tabindex: "-1",
  };
  const act = (): void => {
    close();
    item.act();
  };
  const drawing = item.chosen === true ? "check" : item.icon;
  const mark = drawing === undefined ? el("span", { class: "no-icon" }) : icon(drawing);
  const detail = item.detail === undefined ? null : el("small", { text: item.detail });
  return button(attributes, act, mark, el("span", {}, item.text, detail));
}

/** A button of this name and drawing, and the menu that it opens, which holds `items()` then. */
export function popup(
  name: string,
  drawing: Node,
  className: string,
  items: () => readonly (Item | typeof RULE)[],
): Popup {
  const id = freshId();
  const menu = el("div", { role: "menu", id, class: "menu", "aria-label": name, hidden: true });
  const entries = (): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>("button")];

  const close = (): void => {
    if (menu.hidden) return;
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (menu.contains(document.activeElement)) opener.focus();
    menu.replaceChildren();
  };
  const outside = (event: Event): void => {
    const target = event.target as Node;
    if (!menu.contains(target) && !opener.contains(target)) close();
  };
  const open = (): void => {
    const made = items().map((item) =>
      item === RULE ? el("div", { role: "separator", class: "rule" }) : itemOf(item, close),
    );
    menu.replaceChildren(...made);
    menu.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    entries()[0]?.focus();
  };

  const attributes = {
    class: className,
    "aria-label": name,
    title: name,
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-controls": id,
  };
  const opener = button(attributes, () => (menu.hidden ? open() : close()), drawing);

  menu.addEventListener("keydown", (event) => {
    const all = entries();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = {
      ArrowDown: (here + 1) % all.length,
      ArrowUp: (here - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const target = to[event.key];
    if (target !== undefined) all[target]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    if (target !== undefined || event.key === "Escape") event.preventDefault();
    event.stopPropagation();
  });
  return { opener, menu, close };
}
