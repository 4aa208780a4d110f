import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";
import { retryPolicy } from "./retry-policy.ts";

const policy = fc.record({
  maxRetries: fc.nat(),
  backoffMs: fc.nat(43_200_000),
  maxBackoffMs: fc.nat(43_200_000),
  jitter: fc.constantFrom("full" as const, "none" as const),
  maxElapsedMs: fc.constant(Number.POSITIVE_INFINITY),
  on: fc.constant(() => true),
});
const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe("The backoff doubles up to its cap", () => {
  it("doubles", () => {
    const steady = retryPolicy({ backoff: "1s", maxBackoff: "10s", jitter: "none" });
    const waits = [1, 2, 3, 4, 5, 6, 1000].map((attempt) => backoffMs(steady, attempt, 0.5));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  });

  it("falls anywhere in the range with full jitter", () => {
    const jittered = retryPolicy({ backoff: "1s", maxBackoff: "10s" });
    expect(backoffMs(jittered, 3, 0)).toBe(0);
    expect(backoffMs(jittered, 3, 0.5)).toBe(2000);
    expect(backoffMs(jittered, 3, 0.999_999_9)).toBe(3999);
  });

  it("stays whole and in its bounds for every policy, attempt and chance", () => {
    fc.assert(
      fc.property(policy, fc.nat(5000), chance, (given, attempt, random01) => {
        const waitMs = backoffMs(given, attempt, random01);
        expect(Number.isSafeInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(given.maxBackoffMs);
        // 0 times the Infinity of 2 ** 1024 would be no bound.
        const doublings = Math.min(Math.max(attempt - 1, 0), 1000);
        expect(waitMs).toBeLessThanOrEqual(given.backoffMs * 2 ** doublings);
      }),
    );
  });

  it("never shrinks from attempt to attempt at the same chance", () => {
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 100 }), chance, (given, attempt, random01) => {
        const next = backoffMs(given, attempt + 1, random01);
        expect(next).toBeGreaterThanOrEqual(backoffMs(given, attempt, random01));
      }),
    );
  });
});

describe("retryPolicy fills in the documented defaults", () => {
  it("for nothing", () => {
    expect(retryPolicy()).toMatchObject({
      maxRetries: 3,
      backoffMs: 1000,
      maxBackoffMs: 600_000,
      jitter: "full",
      maxElapsedMs: Number.POSITIVE_INFINITY,
    });
    expect(retryPolicy().on(new Error("any"))).toBe(true);
  });

  it("only where nothing is said", () => {
    const on = (): boolean => false;
    const said = {
      maxRetries: 0,
      backoff: "0s",
      maxBackoff: "1m",
      jitter: "none",
      maxElapsed: "1h",
      on,
    } as const;
    expect(retryPolicy(said)).toEqual({
      maxRetries: 0,
      backoffMs: 0,
      maxBackoffMs: 60_000,
      jitter: "none",
      maxElapsedMs: 3_600_000,
      on,
    });
  });

  it("refuses what is no duration", () => {
    expect(() => retryPolicy({ backoff: "soon" as never })).toThrow('retry.backoff is "soon"');
  });
});
