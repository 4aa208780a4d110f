/** Says that a task carries a tag: what a search by tag finds. */
export interface TagEntry {
  readonly tag: Tag;
  readonly taskId: string;
  /** The task's name. */
  readonly task: string;
  readonly queue: string;
  /** Epoch ms. */
  readonly enqueuedAt: number;
  /** Not before this instant, epoch ms. */
  readonly eta?: number | undefined;
  /** The store may drop the entry after this instant, epoch ms. */
  readonly removeAfter: number;
}

/** One label. */
export interface Tag {
  readonly name: string;
  readonly value: string;
}

/** `next`: where the next page begins; `undefined` after the last. */
export interface TagPage {
  readonly entries: readonly TagEntry[];
  readonly next: string | undefined;
}

/** Finds tasks by their searchable tags. */
export interface TagIndex {
  /** Stores an entry; the same task's of the same instant again is one. @throws {CeleriacError} */
  add(entry: TagEntry): Promise<void>;
  /**
   * Entries of a tag, those enqueued last first; what was added before the call is among them, and entries whose time is
   * over may be.
   * @param limit how many at most, from 1. A page may hold fewer, even none, and have a next one.
   * @param after a page's `next`
   * @throws {CeleriacError}
   */
  page(tag: Tag, limit: number, after?: string): Promise<TagPage>;
}
