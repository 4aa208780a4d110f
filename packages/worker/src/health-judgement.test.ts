import { describe, expect, it } from "vitest";
import { judgeLiveness, judgeReadiness } from "./health-judgement.ts";
import type { QueueHealth } from "./queue-reports.ts";
import type { WorkerHealth, WorkerState } from "./worker.ts";

const limits = { lagLimitMs: 1000, pollLimitMs: 90_000 };

function health(state: WorkerState, changes: Partial<QueueHealth> = {}): WorkerHealth {
  const queue: QueueHealth = {
    queue: "video",
    slots: 4,
    running: 1,
    lastPollAgoMs: 20_000,
    overdueMs: 20_000,
    trouble: undefined,
    ...changes,
  };
  return {
    state,
    queues: [{ ...queue, queue: "default", lastPollAgoMs: 50, overdueMs: 0 }, queue],
  };
}

describe("a worker is alive", () => {
  it("while its polls succeed and its event loop turns", () => {
    expect(judgeLiveness(health("running"), 20, limits)).toEqual({ ok: true, reasons: [] });
  });

  it("not when one queue's polls have failed for too long; the reason names queue and error", () => {
    const trouble = { failures: 9, forMs: 90_000, error: "no route to host" };
    const verdict = judgeLiveness(health("running", { overdueMs: 90_000, trouble }), 20, limits);
    expect(verdict.ok).toBe(false);
    expect(verdict.reasons).toHaveLength(1);
    expect(verdict.reasons[0]).toContain('"video"');
    expect(verdict.reasons[0]).toContain("no route to host");
  });

  it("not when its event loop lags", () => {
    const verdict = judgeLiveness(health("running"), 1000, limits);
    expect(verdict.ok).toBe(false);
    expect(verdict.reasons[0]).toContain("1000 ms");
  });

  it("while it drains, though it polls no more", () => {
    expect(judgeLiveness(health("draining", { overdueMs: 100_000 }), 20, limits).ok).toBe(true);
  });
});

describe("a worker is ready", () => {
  it("once every queue has been polled", () => {
    expect(judgeReadiness(health("running"))).toEqual({ ok: true, reasons: [] });
    const verdict = judgeReadiness(health("running", { lastPollAgoMs: undefined }));
    expect(verdict.ok).toBe(false);
    expect(verdict.reasons[0]).toContain('"video"');
  });

  it.each<WorkerState>(["idle", "draining", "stopped"])("not while it is %s", (state) => {
    const verdict = judgeReadiness(health(state));
    expect(verdict).toEqual({ ok: false, reasons: [`the worker is ${state}`] });
  });
});
