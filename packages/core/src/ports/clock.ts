/** The only source of time. */
export interface Clock {
  /** The wall clock, epoch ms. It may jump, and differs between hosts. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back, unaffected by changes of the wall clock. */
  monotonic(): number;
  /** Calls `run` once after `delayMs`; the answer cancels it. The timer does not keep a process alive. */
  timer(delayMs: number, run: () => void): CancelTimer;
  /** Resolves after `delayMs`, or as soon as `signal` aborts; never rejects. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export type CancelTimer = () => void;
