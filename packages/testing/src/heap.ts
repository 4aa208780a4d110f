/** A binary heap: the item that comes before all others is on top. */
export interface Heap<Item> {
  push(item: Item): void;
  peek(): Item | undefined;
  pop(): Item | undefined;
  size(): number;
}

export function createHeap<Item>(before: (a: Item, b: Item) => boolean): Heap<Item> {
  const items: Item[] = [];

  const swapIfBefore = (child: number, parent: number): boolean => {
    const lower = items[child];
    const upper = items[parent];
    if (lower === undefined || upper === undefined || !before(lower, upper)) return false;
    items[child] = upper;
    items[parent] = lower;
    return true;
  };

  function rise(from: number): void {
    let child = from;
    while (child > 0 && swapIfBefore(child, (child - 1) >> 1)) child = (child - 1) >> 1;
  }

  function sink(from: number): void {
    for (let parent = from; ; ) {
      const left = 2 * parent + 1;
      const first = firstOf(items, left, left + 1, before);
      if (first === undefined || !swapIfBefore(first, parent)) return;
      parent = first;
    }
  }

  return {
    push: (item) => {
      items.push(item);
      rise(items.length - 1);
    },
    peek: () => items[0],
    pop: () => {
      const top = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        items[0] = last;
        sink(0);
      }
      return top;
    },
    size: () => items.length,
  };
}

function firstOf<Item>(
  items: readonly Item[],
  left: number,
  right: number,
  before: (a: Item, b: Item) => boolean,
): number | undefined {
  const leftItem = items[left];
  const rightItem = items[right];
  if (leftItem === undefined) return undefined;
  return rightItem !== undefined && before(rightItem, leftItem) ? right : left;
}
