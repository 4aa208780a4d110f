import type { Clock } from "@celeriac/core";

/**
 * Time as this machine tells it. A `timer` does not keep the process alive; a `sleep` does, since somebody waits for
 * it: a program whose last work is to wait for a retry must not end before it.
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    timer(delayMs, run) {
      const timer = setTimeout(run, delayMs);
      timer.unref();
      return () => clearTimeout(timer);
    },
    sleep: sleepFor,
  };
}

function sleepFor(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, delayMs);
    signal?.addEventListener("abort", wake);
  });
}
