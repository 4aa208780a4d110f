/** Says which request of a key is under way. */
export interface UniqueLock {
  /** The task's name. */
  readonly task: string;
  /** What the task's `unique.key` made of the input. */
  readonly key: string;
  /** The holder. */
  readonly taskId: string;
  /** The holder's message is known to be stored. */
  readonly sent: boolean;
  /** Counts no more from this instant, epoch ms. The store may drop it then. */
  readonly until: number;
  /** Where the holder was sent, when, and not before when it may start, epoch ms. */
  readonly queue: string;
  readonly enqueuedAt: number;
  readonly eta?: number | undefined;
}

/** How long a key may be, UTF-16 units: with the task's name it is a key of the table, which takes 2,048 bytes. */
const MAX_KEY_LENGTH = 512;

/** What a unique key may be. */
export const UNIQUE_KEY_SYNTAX: string = `a text of 1 to ${MAX_KEY_LENGTH} characters without half of a surrogate pair`;

export function isUniqueKey(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length > 0 &&
    value.length <= MAX_KEY_LENGTH &&
    value.isWellFormed()
  );
}
