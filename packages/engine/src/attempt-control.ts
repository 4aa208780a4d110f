import { CeleriacError, type Clock, type ErrorCode } from "@celeriac/core";

/** Why an attempt was ended from outside. */
export type StopReason =
  | "time-limit"
  | "lease-lost"
  | "revoke-requested"
  | "shutting-down"
  | "worker-lost";

/** How long a handler may take to end by itself after a revoke, ms. */
const REVOKE_GRACE_MS = 5000;

/** How long a handler may take to end by itself when its process is about to leave, ms. */
const SHUTDOWN_GRACE_MS = 500;

export interface AttemptControlOptions {
  readonly clock: Clock;
  readonly softLimitMs: number | undefined;
  readonly hardLimitMs: number | undefined;
  readonly shutdown: AbortSignal | undefined;
}

/** Everything that can end an attempt while its handler runs. */
export interface AttemptControl {
  /** The handler's signal. */
  readonly signal: AbortSignal;
  /** Resolves when the attempt is over, whatever its handler still does. */
  readonly stopped: Promise<StopReason>;
  /** Why the signal was aborted first; `undefined` when it was not. */
  readonly abortedFor: () => ErrorCode | undefined;
  revoke(): void;
  loseLease(): void;
  dispose(): void;
}

export function createAttemptControl(options: AttemptControlOptions): AttemptControl {
  const { clock, shutdown } = options;
  const controller = new AbortController();
  const timers: (() => void)[] = [];
  let abortedFor: ErrorCode | undefined;
  let settle: (reason: StopReason) => void = () => undefined;
  const stopped = new Promise<StopReason>((resolve) => {
    settle = resolve;
  });

  const abort = (code: ErrorCode, message: string): void => {
    if (abortedFor !== undefined) return;
    abortedFor = code;
    controller.abort(new CeleriacError(code, message));
  };
  const stopAfter = (delayMs: number, reason: StopReason): void => {
    timers.push(clock.timer(delayMs, () => settle(reason)));
  };
  const onShutdown = (): void => {
    const why = isBroken(shutdown) ? "worker-lost" : "shutting-down";
    abort(why, "the process shuts down: the task will be started again elsewhere");
    stopAfter(SHUTDOWN_GRACE_MS, why);
  };

  const { softLimitMs, hardLimitMs } = options;
  if (softLimitMs !== undefined) {
    const message = `the soft time limit of ${softLimitMs} ms has passed`;
    timers.push(clock.timer(softLimitMs, () => abort("soft-time-limit", message)));
  }
  if (hardLimitMs !== undefined) {
    timers.push(
      clock.timer(hardLimitMs, () => {
        abort("time-limit", `the time limit of ${hardLimitMs} ms has passed`);
        settle("time-limit");
      }),
    );
  }
  if (shutdown?.aborted) onShutdown();
  else shutdown?.addEventListener("abort", onShutdown, { once: true });

  return {
    signal: controller.signal,
    stopped,
    abortedFor: () => abortedFor,
    revoke: () => {
      abort("revoke-requested", "the task was revoked");
      stopAfter(REVOKE_GRACE_MS, "revoke-requested");
    },
    loseLease: () => {
      abort("lease-lost", "the lease is over: another worker may run this task");
      settle("lease-lost");
    },
    dispose: () => {
      for (const cancel of timers) cancel();
      shutdown?.removeEventListener("abort", onShutdown);
    },
  };
}

/** An error that nobody caught may be this very task's: what runs then counts as lost. */
function isBroken(shutdown: AbortSignal | undefined): boolean {
  const reason: unknown = shutdown?.reason;
  return CeleriacError.is(reason) && reason.code === "worker-lost";
}
