import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_STEPS, workerSteps } from "./worker-steps.ts";

describe("workerSteps says what a backlog is worth", () => {
  it("a worker for each share begun", () => {
    expect(workerSteps(0, 3, 100)).toEqual([
      { workers: 1, upTo: 100 },
      { workers: 2, upTo: 200 },
      { workers: 3, upTo: undefined },
    ]);
    expect(workerSteps(2, 4, 10)).toEqual([
      { workers: 2, upTo: 20 },
      { workers: 3, upTo: 30 },
      { workers: 4, upTo: undefined },
    ]);
    expect(workerSteps(0, 1, 5)).toEqual([{ workers: 1, upTo: undefined }]);
  });

  it("in ever larger steps where there are more than a policy takes", () => {
    expect(workerSteps(0, 21, 1).map(({ workers }) => workers)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21,
    ]);
    expect(workerSteps(0, 1000, 1).map(({ workers }) => workers)).toEqual([
      1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 90, 127, 179, 253, 357, 503, 709, 1000,
    ]);
  });

  it("never fewer than wanted, never more than the most, and few more than wanted", () => {
    const limits = fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 5000 }))
      .map(([min, more]) => ({ min, max: min + more }));
    fc.assert(
      fc.property(
        limits,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(),
        (range, share, seed) => {
          const steps = workerSteps(range.min, range.max, share);
          const backlog = 1 + (seed % (share * range.max * 2));
          const chosen =
            steps.find(({ upTo }) => upTo === undefined || backlog <= upTo)?.workers ?? 0;
          const wanted = Math.min(range.max, Math.max(range.min, Math.ceil(backlog / share)));
          expect(chosen).toBeGreaterThanOrEqual(wanted);
          expect(chosen).toBeLessThanOrEqual(range.max);
          // 20 steps from 1 to 5,050 workers grow by 1.6 each, and by one at least.
          expect(chosen).toBeLessThanOrEqual(Math.max(wanted + 1, wanted * 1.75));
          expect(steps.length).toBeLessThanOrEqual(MAX_STEPS);
          const counts = steps.map(({ workers }) => workers);
          expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
          expect(counts.at(-1)).toBe(range.max);
        },
      ),
      { numRuns: 500 },
    );
  });
});
