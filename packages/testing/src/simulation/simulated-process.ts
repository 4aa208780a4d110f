import type { CancelTimer, Clock, Random } from "@celeriac/core";
import { sleepOn } from "../virtual-clock.ts";
import type { Kernel } from "./kernel.ts";

export interface ProcessOptions {
  readonly kernel: Kernel;
  /** Names the process and its life: `worker-1/3`. */
  readonly name: string;
  /** Its wall clock minus true time, ms. @defaultValue 0 */
  readonly skewMs?: number;
  /** How many times as long as usual its calls take on their way. @defaultValue 1 */
  readonly slowness?: number;
}

/**
 * One life of a process. All that happens inside it is entered by `enter`: nothing runs once it is dead, nothing while
 * it stands still. After a crash its pending calls never settle, which is the only honest model of `kill -9`.
 */
export interface SimulatedProcess {
  readonly name: string;
  readonly alive: boolean;
  readonly paused: boolean;
  readonly slowness: number;
  /** Its own clock: skewed, and dead with it. */
  readonly clock: Clock;
  readonly random: Random;
  /** Runs something inside: at once, or when the process goes on, or never. */
  enter(run: () => void): void;
  /** SIGKILL, or the machine is gone. */
  crash(why: string): void;
  /** SIGSTOP: until SIGCONT, at the latest after `ms`; the longest of several pauses counts. Clocks go on. */
  pause(ms: number): void;
  /** SIGCONT. */
  resume(): void;
  /** Called once, when it crashes; at once if it is dead already. */
  onCrash(run: () => void): void;
}

/** Boots a process. */
export function bootProcess(options: ProcessOptions): SimulatedProcess {
  return new Life(options);
}

class Life implements SimulatedProcess {
  readonly name: string;
  readonly slowness: number;
  readonly random: Random;
  readonly clock: Clock;
  readonly #kernel: Kernel;
  readonly #waiting: (() => void)[] = [];
  readonly #mourners: (() => void)[] = [];
  readonly #listening = new Set<() => void>();
  #alive = true;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ProcessOptions) {
    const { kernel, name, skewMs = 0, slowness = 1 } = options;
    this.#kernel = kernel;
    this.name = name;
    this.slowness = slowness;
    this.random = kernel.random(`process ${name}`);
    const bootedAt = kernel.clock.now();
    const timer = (delayMs: number, run: () => void): CancelTimer => this.#timer(delayMs, run);
    this.clock = {
      now: () => kernel.clock.now() + skewMs,
      monotonic: () => kernel.clock.now() - bootedAt,
      timer,
      sleep: (delayMs, signal) =>
        signal === undefined ? sleepOn(timer, delayMs) : this.#sleep(delayMs, signal),
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  get paused(): boolean {
    return this.#pausedUntil > this.#kernel.clock.now();
  }

  enter(run: () => void): void {
    if (!this.#alive) return;
    if (this.paused) this.#waiting.push(run);
    else run();
  }

  crash(why: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#kernel.note(`crash: ${why}`, this.name);
    for (const forget of this.#listening) forget();
    for (const mourn of this.#mourners) mourn();
  }

  pause(ms: number): void {
    if (!this.#alive) return;
    const { clock } = this.#kernel;
    const until = clock.now() + ms;
    if (until <= this.#pausedUntil) return;
    this.#pausedUntil = until;
    this.#kernel.note("pause", this.name, Math.round(ms));
    if (Number.isFinite(until)) {
      clock.timer(ms, () => {
        if (this.#pausedUntil === until) this.resume();
      });
    }
  }

  resume(): void {
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
    // What became due meanwhile happens now, in an order of chance: each an event of its own.
    for (const run of this.#waiting.splice(0)) this.#kernel.clock.timer(0, () => this.enter(run));
  }

  onCrash(run: () => void): void {
    if (this.#alive) this.#mourners.push(run);
    else run();
  }

  /** Takes its listener back at a crash: Node keeps a composite signal that is listened to, and all it leads to. */
  #sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const forget = (): void => signal.removeEventListener("abort", end);
      const end = (): void => {
        cancel();
        forget();
        this.#listening.delete(forget);
        resolve();
      };
      const cancel = this.#timer(delayMs, end);
      signal.addEventListener("abort", end, { once: true });
      this.#listening.add(forget);
    });
  }

  #timer(delayMs: number, run: () => void): CancelTimer {
    if (!this.#alive) return () => undefined;
    let cancelled = false;
    // Timers of Node's count whole ms.
    const cancel = this.#kernel.clock.timer(Math.ceil(delayMs), () => {
      this.enter(() => {
        if (!cancelled) run();
      });
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }
}
