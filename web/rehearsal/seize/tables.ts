// The tables as they lie in the database, with what protects each column.

import type { Column, Kept, Seized, Table } from "../contract";
import { button, el } from "../../shared/dom";
import { icon, type IconName } from "../icons";
import { word } from "../words";
import type { WordKey } from "../word-keys";
import { shownCell } from "./bytes";

const KEPT: Record<Kept, { icon: IconName; name: WordKey; about: WordKey }> = {
  age: { icon: "lock", name: "rp-kept-age", about: "rp-kept-age-about" },
  keyring: { icon: "key", name: "rp-kept-keyring", about: "rp-kept-keyring-about" },
  hash: { icon: "hash", name: "rp-kept-hash", about: "rp-kept-hash-about" },
  clear: { icon: "eye", name: "rp-kept-clear", about: "rp-kept-clear-about" },
};

/** So many rows at first. */
const FIRST_ROWS = 12;

/** Unfolded from the beginning. */
const OPEN = new Set(["cases", "entries"]);

/** How many columns are kept in which way, and what that means. */
export function legend(seized: Seized): HTMLElement {
  const columns = seized.tables.flatMap((table) => table.columns);
  const tiles = (Object.keys(KEPT) as Kept[]).map((kept) => {
    const { icon: drawing, name, about } = KEPT[kept];
    const count = columns.filter((column) => column.kept === kept).length;
    return el(
      "li",
      { class: `tile ${kept}` },
      el("span", { class: "many" }, icon(drawing), String(count), el("small", { text: word("rp-columns") })),
      el("strong", { text: word(name) }),
      el("small", { text: word(about) }),
    );
  });
  return el("ul", { class: "legend", "aria-label": word("rp-legend") }, ...tiles);
}

function head(column: Column): HTMLElement {
  const { icon: drawing, name } = KEPT[column.kept];
  const how = el("span", { class: `how ${column.kept}` }, icon(drawing), word(name));
  return el("th", { scope: "col" }, el("code", { text: column.name }), how);
}

function rowOf(table: Table, row: Table["rows"][number]): HTMLElement {
  const cells = row.map((cell, i) => {
    const kept = table.columns[i]?.kept ?? "clear";
    const { text, size } = shownCell(cell, kept);
    const many = size === null ? null : el("span", { class: "size", text: ` ${size} B` });
    return el("td", { class: size === null ? null : kept }, text, many);
  });
  return el("tr", {}, ...cells);
}

function grid(table: Table): HTMLElement {
  const body = el("tbody", {}, ...table.rows.slice(0, FIRST_ROWS).map((row) => rowOf(table, row)));
  const heads = el("thead", {}, el("tr", {}, ...table.columns.map(head)));
  const attributes = { class: "scroller", tabindex: "0", role: "region", "aria-label": table.name };
  const scroller = el("div", attributes, el("table", {}, heads, body));
  const rest = table.rows.slice(FIRST_ROWS);
  if (rest.length === 0) return scroller;
  const more = button({ class: "plain" }, () => {
    body.append(...rest.map((row) => rowOf(table, row)));
    more.remove();
    scroller.focus();
  }, `${word("rp-more-rows")} (${rest.length})`);
  return el("div", {}, scroller, more);
}

function folded(table: Table): HTMLElement {
  const summary = el("summary", {}, el("code", { text: table.name }), el("span", { class: "count", text: table.count }));
  const details = el("details", { class: "table", "data-table": table.name }, summary);
  // A table nobody looks at is not made.
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(table.rows.length === 0 ? el("p", { class: "none", text: word("rp-no-rows") }) : grid(table));
    }
  });
  details.open = OPEN.has(table.name);
  return details;
}

export function tables(seized: Seized): HTMLElement {
  const order = (table: Table): number => (OPEN.has(table.name) ? 0 : table.count > 0 ? 1 : 2);
  const sorted = [...seized.tables].sort((a, b) => order(a) - order(b));
  return el("div", { class: "tables" }, ...sorted.map(folded));
}
