import type { CancelTimer, Clock } from "@celeriac/core";

/**
 * Time as this machine tells it. A `timer` does not keep the process alive; a `sleep` does, since somebody waits for
 * it: a program whose last work is to wait for a retry must not end before it.
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    timer: (delayMs, run) => startTimer(delayMs, run, { keepsAlive: false }),
    sleep: sleepFor,
  };
}

/** Node fires a longer timer at once, with a warning. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function startTimer(
  delayMs: number,
  run: () => void,
  options: { readonly keepsAlive: boolean },
): CancelTimer {
  let timer: NodeJS.Timeout;
  const arm = (restMs: number): void => {
    const stepMs = Math.min(restMs, LONGEST_TIMER_MS);
    timer = setTimeout(() => (restMs > stepMs ? arm(restMs - stepMs) : run()), stepMs);
    if (!options.keepsAlive) timer.unref();
  };
  arm(delayMs);
  return () => clearTimeout(timer);
}

function sleepFor(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = (): void => {
      cancel();
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const cancel = startTimer(delayMs, wake, { keepsAlive: true });
    signal?.addEventListener("abort", wake);
  });
}
