import type { Clock } from "@celeriac/core";

/**
 * Waits for `done`, at most `limitMs` long and no longer than until `signal` aborts; answers whether it came in time.
 * `done` must not reject.
 */
export async function within(
  done: Promise<unknown>,
  limitMs: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<boolean> {
  const cancel = new AbortController();
  const stop = signal === undefined ? cancel.signal : AbortSignal.any([signal, cancel.signal]);
  try {
    return await Promise.race([
      done.then(() => true),
      clock.sleep(limitMs, stop).then(() => false),
    ]);
  } finally {
    cancel.abort();
  }
}
