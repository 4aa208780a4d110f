/** How much of one task is to be paid for, and what each does. All numbers are averages. */
export interface Workload {
  readonly tasks: number;
  /** From the receive of a message to its end, for one attempt. */
  readonly runTimeMs: number;
  /** The part of the run time in which the process computes, on the same host; while it waits, others can run. */
  readonly cpuTimeMs: number;
  /** Instead of the queue's. */
  readonly memoryMb: number | undefined;
  /** Of the input, as JSON. */
  readonly payloadBytes: number;
  /** Of the result, as JSON. */
  readonly resultBytes: number;
  /** Failed attempts that are tried again, for each task. */
  readonly retries: number;
  /** Searchable tags that each task carries. */
  readonly tags: number;
  /** Enqueued for a time more than 15 minutes ahead. */
  readonly farEta: boolean;
  /** Many at a time: sent, received and deleted ten at a time, hosts full. Otherwise each task comes alone. */
  readonly batched: boolean;
}

/** AWS bills a GB of 2^30 bytes. */
export const BYTES_PER_GB: number = 2 ** 30;

export const DAY_MS = 86_400_000;
/** An average month, days. */
export const DAYS_PER_MONTH = 30.4375;

/** An average month, hours. */
export const HOURS_PER_MONTH: number = 24 * DAYS_PER_MONTH;
