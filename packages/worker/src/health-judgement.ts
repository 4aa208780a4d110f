import type { WorkerHealth } from "./worker.ts";

/** From when on a worker counts as broken. */
export interface HealthLimits {
  /** Event loop lag, ms. */
  readonly lagLimitMs: number;
  /** Time in which no poll succeeded though one could have, ms. */
  readonly pollLimitMs: number;
}

/** `reasons` say what is wrong; none: all is well. */
export interface HealthVerdict {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

/**
 * Alive: worth keeping. A worker that drains is alive, and so is one whose slots are all busy, however long ago it
 * polled: ending either would only cost the tasks that it runs.
 */
export function judgeLiveness(
  health: WorkerHealth,
  lagMs: number,
  limits: HealthLimits,
): HealthVerdict {
  const reasons: string[] = [];
  if (lagMs >= limits.lagLimitMs) {
    reasons.push(
      `the event loop lags by ${Math.round(lagMs)} ms (limit ${limits.lagLimitMs} ms): a task blocks it`,
    );
  }
  if (health.state === "running") {
    for (const { queue, overdueMs, trouble } of health.queues) {
      if (overdueMs < limits.pollLimitMs) continue;
      const why = trouble === undefined ? "" : `: ${trouble.error}`;
      reasons.push(
        `no poll of queue "${queue}" has succeeded for ${Math.round(overdueMs)} ms (limit ${limits.pollLimitMs} ms)${why}`,
      );
    }
  }
  return { ok: reasons.length === 0, reasons };
}

/** Ready: every queue has been reached, and more work is welcome. */
export function judgeReadiness(health: WorkerHealth): HealthVerdict {
  const reasons: string[] = [];
  if (health.state !== "running") reasons.push(`the worker is ${health.state}`);
  for (const { queue, lastPollAgoMs, trouble } of health.queues) {
    if (lastPollAgoMs !== undefined) continue;
    const why = trouble === undefined ? "" : `: ${trouble.error}`;
    reasons.push(`queue "${queue}" has not been polled with success yet${why}`);
  }
  return { ok: reasons.length === 0, reasons };
}
