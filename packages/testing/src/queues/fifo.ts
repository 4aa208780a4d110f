const COMPACT_AT = 1024;

/** First in, first out; taking is cheap however long the line is. */
export class Fifo<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Takes the first, or the one that stands `ahead` places behind it, which then swaps places with the first. */
  take(ahead = 0): Item | undefined {
    if (this.length === 0) return undefined;
    const at = this.#head + Math.min(ahead, this.length - 1);
    const item = this.#items[at];
    this.#items[at] = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head > COMPACT_AT && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
