import { type Logger, toFailureError } from "@celeriac/core";
import type { Worker } from "./worker.ts";

/** The part of `process` that ends a worker. */
export interface SignalSource {
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  removeListener(event: string, listener: (...values: unknown[]) => void): unknown;
}

/** How a worker's process ends. */
export interface SignalOptions {
  readonly logger: Logger;
  /** @defaultValue `process` */
  readonly signals?: SignalSource | undefined;
  /** Ends the process. @defaultValue `process.exit` */
  readonly exit?: ((code: number) => void) | undefined;
  /** Closes what was opened around the worker (the health server, resources), before the exit. */
  readonly close?: (() => Promise<void>) | undefined;
}

const STOP_SIGNALS = ["SIGTERM", "SIGINT"];
const FATAL_EVENTS = ["uncaughtException", "unhandledRejection"];
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Runs a worker as the purpose of the process. The first SIGTERM or SIGINT drains it, a second one gives running tasks
 * back at once; both end with exit code 0. An error that nobody caught is logged and ends it with 1: what the process
 * holds can no longer be trusted, and its running tasks are left as lost, since one of them may have thrown it.
 */
export async function runUntilSignalled(worker: Worker, options: SignalOptions): Promise<void> {
  const { logger, signals = process, exit = (code) => process.exit(code) } = options;
  let signalled = 0;
  let code = 0;

  const onSignal = (signal: unknown): void => {
    signalled += 1;
    logger.info(signalled === 1 ? "told to stop" : "told to stop again: not waiting any longer", {
      signal,
    });
    void worker.stop({ now: signalled > 1 });
  };
  const onFatal = (error: unknown): void => {
    code = 1;
    logger.error("an error that nobody caught: the process ends, and its running tasks are lost", {
      // Whatever it is: a thrown object may be a task's input.
      error: toFailureError(error),
    });
    void worker.stop({ now: true, broken: true });
  };
  for (const event of STOP_SIGNALS) signals.on(event, onSignal);
  for (const event of FATAL_EVENTS) signals.on(event, onFatal);
  // The clock's timers keep no process alive: while all polls wait for their next try, nothing else would.
  const keepAlive = setInterval(() => undefined, LONGEST_TIMER_MS);

  try {
    await worker.run();
    await options.close?.();
  } catch (error) {
    code = 1;
    logger.error("the worker ended with an error", { error });
  }
  clearInterval(keepAlive);
  for (const event of STOP_SIGNALS) signals.removeListener(event, onSignal);
  for (const event of FATAL_EVENTS) signals.removeListener(event, onFatal);
  exit(code);
}
