import { type CancelTimer, CeleriacError, type Clock, type Random } from "@celeriac/core";
import { createTimerQueue, type TimerQueue } from "./timer-queue.ts";

export interface VirtualClockOptions {
  /** The wall clock at the start, epoch ms. @defaultValue 2026-01-01T00:00:00Z */
  readonly startAt?: number;
  /**
   * Lets everything that is already promised happen; called before and after each timer. The default is one turn of
   * the event loop, which empties the microtask queue however long its chains are. Code that needs several turns
   * (real I/O, streams, worker threads) needs a `turn` that waits for it.
   */
  readonly turn?: () => Promise<void>;
  /** Shuffles timers of the same instant, so that races are explored. @defaultValue they run in the order they were set */
  readonly ties?: Random;
}

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** How many timers and sleepers wait. */
  readonly pending: number;
  /** When the next of them is due, epoch ms. */
  readonly nextAt: number | undefined;
  /** Lets what is already promised happen, without moving time. */
  turn(): Promise<void>;
  /** Moves time by `ms`, running what becomes due, in order. @throws {CeleriacError} `invalid-options` for a negative length. */
  advance(ms: number): Promise<void>;
  /** Moves time to an instant (epoch ms), running what becomes due. An instant that has passed only runs what is due. */
  advanceTo(instant: number): Promise<void>;
  /** Moves to the next timer and runs it; false when there is none. */
  advanceToNext(): Promise<boolean>;
  /**
   * Moves from timer to timer until `done` answers true.
   * @param limitMs how far time may move. @defaultValue 30 days
   * @throws {CeleriacError} `call-timeout` when nothing is left that could happen, or the limit is reached.
   */
  drainUntil(done: () => boolean, limitMs?: number): Promise<void>;
}

const START_AT = 1_767_225_600_000;
const DRAIN_LIMIT_MS = 30 * 86_400_000;

/**
 * Creates a clock that stands still until it is told to move: time in tests costs nothing and is never short.
 * @example
 * ```ts
 * const clock = createVirtualClock();
 * const slept = clock.sleep(60_000);
 * await clock.advance(60_000);
 * await slept;
 * ```
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  return new StandingClock(options);
}

class StandingClock implements VirtualClock {
  readonly #startAt: number;
  readonly #turn: () => Promise<void>;
  readonly #timers: TimerQueue;
  #now: number;

  constructor(options: VirtualClockOptions) {
    this.#startAt = options.startAt ?? START_AT;
    this.#now = this.#startAt;
    this.#turn = options.turn ?? macrotask;
    this.#timers = createTimerQueue(options.ties);
  }

  now = (): number => this.#now;

  monotonic = (): number => this.#now - this.#startAt;

  timer = (delayMs: number, run: () => void): CancelTimer =>
    this.#timers.add(this.#now + Math.max(0, delayMs), run);

  sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
    sleepOn(this.timer, delayMs, signal);

  get pending(): number {
    return this.#timers.size();
  }

  get nextAt(): number | undefined {
    return this.#timers.nextAt();
  }

  turn = (): Promise<void> => this.#turn();

  advance = async (ms: number): Promise<void> => {
    if (!(ms >= 0)) {
      throw new CeleriacError(
        "invalid-options",
        `a clock cannot be advanced by ${ms} ms: expected 0 or more`,
      );
    }
    await this.advanceTo(this.#now + ms);
  };

  advanceTo = async (instant: number): Promise<void> => {
    await this.#turn();
    while ((this.#timers.nextAt() ?? Number.POSITIVE_INFINITY) <= instant) {
      this.#runNext();
      await this.#turn();
    }
    this.#now = Math.max(this.#now, instant);
  };

  advanceToNext = async (): Promise<boolean> => {
    await this.#turn();
    const ran = this.#runNext();
    await this.#turn();
    return ran;
  };

  drainUntil = async (done: () => boolean, limitMs: number = DRAIN_LIMIT_MS): Promise<void> => {
    const limit = this.#now + limitMs;
    await this.#turn();
    while (!done()) {
      const at = this.#timers.nextAt();
      if (at === undefined) throw stuck("no timer is left that could change it");
      if (at > limit) throw stuck(`nothing more happens within ${limitMs} ms`);
      this.#runNext();
      await this.#turn();
    }
  };

  #runNext(): boolean {
    const next = this.#timers.take();
    if (next === undefined) return false;
    this.#now = Math.max(this.#now, next.at);
    next.run();
    return true;
  }
}

// Taken when the module loads: a test's fake timers must not stand in for the turns of the real event loop.
const nextMacrotask = setImmediate;

function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    nextMacrotask(resolve);
  });
}

function stuck(why: string): CeleriacError {
  return new CeleriacError(
    "call-timeout",
    `virtual time was run until a condition held, but it does not hold and ${why}`,
  );
}

/** `Clock.sleep` out of a `Clock.timer`. */
export function sleepOn(
  timer: Clock["timer"],
  delayMs: number,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const cancel = timer(delayMs, end);
    signal?.addEventListener("abort", end, { once: true });
  });
}
