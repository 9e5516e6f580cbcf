// A list that is drawn anew.

/** Puts these into a list in this order; what is in its place is not touched: a frame that is moved begins
 * anew. */
export function sync(list: Element, wanted: readonly Element[]): void {
  const kept = new Set(wanted);
  for (const element of [...list.children]) if (!kept.has(element)) element.remove();
  wanted.forEach((element, i) => {
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
  });
}
