import { CeleriacError } from "../errors/celeriac-error.ts";

export interface CoalescerOptions<Item, Answer> {
  /** Most items of one flush, from 1. */
  readonly maxEntries: number;
  /** Most bytes of one flush; a single item above it travels alone. @defaultValue no limit */
  readonly maxBytes?: number | undefined;
  /** An item's length, asked when `maxBytes` is given. */
  readonly bytesOf?: ((item: Item) => number) | undefined;
  /** Two items of one key never share a flush: for calls that refuse to name one thing twice. */
  readonly keyOf?: ((item: Item) => string) | undefined;
  /** Most flushes under way, from 1. */
  readonly width: number;
  /** Runs its argument soon, once: `setImmediate`. Items offered until then travel together. */
  readonly defer: (run: () => void) => void;
  /** Serves items in one call; answers one answer for each, in their order. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Answer[]>;
}

/**
 * Makes a function that serves one item by a call shared with others. Items offered within one `defer`, or while `width`
 * flushes are under way, travel together; a lone one waits for one `defer` and no longer. Order is kept, but for items
 * that wait because their key is already in the flush.
 *
 * When `flush` throws, each of its items is rejected with that error; when it gives a wrong number of answers, each is
 * rejected with `service-error`, because no answer can be told from another's.
 */
export function createCoalescer<Item, Answer>(
  options: CoalescerOptions<Item, Answer>,
): (item: Item) => Promise<Answer> {
  const waiting = new WaitingLine<Item, Answer>(options);
  let underWay = 0;
  let deferred = false;

  function schedule(): void {
    if (deferred || underWay >= options.width || waiting.isEmpty()) return;
    deferred = true;
    options.defer(() => {
      deferred = false;
      while (underWay < options.width && !waiting.isEmpty()) start(waiting.take());
    });
  }

  function start(entries: readonly Entry<Item, Answer>[]): void {
    underWay += 1;
    void settle(entries, options.flush).finally(() => {
      underWay -= 1;
      schedule();
    });
  }

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      const bytes = options.bytesOf?.(item) ?? 0;
      waiting.add({ item, bytes, key: options.keyOf?.(item), resolve, reject });
      schedule();
    });
}

/** An item, and whom to answer. */
interface Entry<Item, Answer> {
  readonly item: Item;
  readonly bytes: number;
  readonly key: string | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

async function settle<Item, Answer>(
  entries: readonly Entry<Item, Answer>[],
  flush: CoalescerOptions<Item, Answer>["flush"],
): Promise<void> {
  try {
    const answers = await flush(entries.map(({ item }) => item));
    if (answers.length !== entries.length) throw wrongCount(entries.length, answers.length);
    // An answer may be undefined: the index counts, not the value.
    for (const [index, entry] of entries.entries()) entry.resolve(answers[index] as Answer);
  } catch (error) {
    for (const entry of entries) entry.reject(error);
  }
}

function wrongCount(asked: number, answered: number): CeleriacError {
  return new CeleriacError(
    "service-error",
    `a batch of ${asked} got ${answered} answers: none of them can be told from another's`,
    { retryable: true },
  );
}

/** Entries in the order they came, those first that a shared key kept out of an earlier flush. */
class WaitingLine<Item, Answer> {
  readonly #limits: Pick<CoalescerOptions<Item, Answer>, "maxEntries" | "maxBytes">;
  #postponed: Entry<Item, Answer>[] = [];
  #line: Entry<Item, Answer>[] = [];
  /** Where the line begins: shifting a long array for each flush would cost its length each time. */
  #head = 0;

  constructor(limits: Pick<CoalescerOptions<Item, Answer>, "maxEntries" | "maxBytes">) {
    this.#limits = limits;
  }

  add(entry: Entry<Item, Answer>): void {
    this.#line.push(entry);
  }

  isEmpty(): boolean {
    return this.#postponed.length === 0 && this.#head === this.#line.length;
  }

  /** Takes the next flush out of the line: at least one entry when there is any. */
  take(): Entry<Item, Answer>[] {
    const batch = new Batch<Item, Answer>(this.#limits);
    const earlier = this.#postponed;
    this.#postponed = [];
    for (const [index, entry] of earlier.entries()) {
      if (batch.isFullFor(entry)) {
        this.#postponed.push(...earlier.slice(index));
        return batch.entries;
      }
      this.#put(entry, batch);
    }
    for (let entry = this.#line[this.#head]; entry !== undefined; entry = this.#line[this.#head]) {
      if (batch.isFullFor(entry)) break;
      this.#head += 1;
      this.#put(entry, batch);
    }
    this.#forgetTaken();
    return batch.entries;
  }

  #put(entry: Entry<Item, Answer>, batch: Batch<Item, Answer>): void {
    if (!batch.add(entry)) this.#postponed.push(entry);
  }

  #forgetTaken(): void {
    if (this.#head * 2 < this.#line.length) return;
    this.#line = this.#line.slice(this.#head);
    this.#head = 0;
  }
}

/** One flush while it is filled. */
class Batch<Item, Answer> {
  readonly entries: Entry<Item, Answer>[] = [];
  readonly #keys = new Set<string>();
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(limits: Pick<CoalescerOptions<Item, Answer>, "maxEntries" | "maxBytes">) {
    this.#maxEntries = limits.maxEntries;
    this.#maxBytes = limits.maxBytes ?? Number.POSITIVE_INFINITY;
  }

  isFullFor({ bytes }: Entry<Item, Answer>): boolean {
    if (this.entries.length === 0) return false;
    return this.entries.length >= this.#maxEntries || this.#bytes + bytes > this.#maxBytes;
  }

  /** False: its key is already in. */
  add(entry: Entry<Item, Answer>): boolean {
    if (entry.key !== undefined) {
      if (this.#keys.has(entry.key)) return false;
      this.#keys.add(entry.key);
    }
    this.entries.push(entry);
    this.#bytes += entry.bytes;
    return true;
  }
}
