import assert from "node:assert/strict";
import test from "node:test";
import { sync } from "../console/sync";

/** A list that tells what was put into it. */
class List {
  readonly moved: Item[] = [];
  children: Item[];

  constructor(children: readonly Item[]) {
    this.children = children.map((item) => item.into(this));
  }

  get lastElementChild(): Item | undefined {
    return this.children.at(-1);
  }

  insertBefore(item: Item, before: Item | null): void {
    item.remove();
    this.children.splice(before === null ? this.children.length : this.children.indexOf(before), 0, item.into(this));
    this.moved.push(item);
  }
}

class Item {
  private list: List | null = null;

  into(list: List): Item {
    this.list = list;
    return this;
  }

  remove(): void {
    const { list } = this;
    if (list !== null) list.children = list.children.filter((item) => item !== this);
    this.list = null;
  }
}

test("what stays in a list is not moved by what comes and goes: a frame that is moved begins anew", () => {
  const [a, b, c, d, e] = Array.from({ length: 5 }, () => new Item()) as [Item, Item, Item, Item, Item];
  const list = new List([a, b, c, d]);
  sync(list as unknown as Element, [e, a, c, d] as unknown as Element[]);
  assert.deepEqual(list.children, [e, a, c, d]);
  assert.deepEqual(list.moved, [e]);
});
