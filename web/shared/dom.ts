// Elements by createElement and textContent alone: the page allows nothing else.

type Value = string | number | boolean | null | undefined;
type Child = Node | string | null | undefined | false;

/** Attributes by name; `text` sets the text; true sets an empty attribute; null, undefined and false none. */
export type Attributes = { readonly [name: string]: Value };

function dress(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(element, attributes, children);
  return element;
}

/** A button that does `act`. */
export function button(
  attributes: Attributes,
  act: (event: MouseEvent) => void,
  ...children: Child[]
): HTMLButtonElement {
  const element = el("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", act);
  return element;
}

/** The focus goes back to what lost it by being disabled, or closed, unless it is elsewhere by now. */
export function refocus(element: HTMLElement): void {
  if (document.activeElement === document.body) element.focus({ preventScroll: true });
}

/** Text for screen readers alone. */
export function unseen(text: string): HTMLSpanElement {
  return el("span", { class: "unseen", text });
}

let last = 0;

/** An id that no other element of the page has. */
export function freshId(): string {
  last += 1;
  return `id-${last}`;
}

/** What can be focused inside, in order. */
export function focusables(inside: Element): HTMLElement[] {
  const all = inside.querySelectorAll<HTMLElement>(
    "a[href], button, select, input, textarea, summary, [tabindex='0']",
  );
  return [...all].filter((e) => !e.hasAttribute("disabled") && e.closest("[inert]") === null);
}
