import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timingOf } from "./timing.ts";

const NOW = 1_800_000_000_000;
const inMs = (ms: number) => ({ kind: "after", ms }) as const;
const at = (ms: number) => ({ kind: "at", ms }) as const;

describe("the timing of a request", () => {
  it("never lets SQS deliver before the eta, nor more than a second late", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), (ms) => {
        const { eta, delaySeconds } = timingOf({ start: inMs(ms), expires: undefined }, NOW);
        const delayMs = (delaySeconds ?? 0) * 1000;
        expect(eta).toBe(NOW + ms);
        expect(delayMs).toBeGreaterThanOrEqual(ms);
        expect(delayMs).toBeLessThan(ms + 1000);
        expect(delaySeconds).toBeLessThanOrEqual(900);
      }),
    );
  });

  it("is a schedule's from the first ms that SQS cannot delay, fired 90 s early", () => {
    fc.assert(
      fc.property(fc.integer({ min: 900_001, max: 10 ** 13 }), (ms) => {
        const timing = timingOf({ start: at(NOW + ms), expires: undefined }, NOW);
        expect(timing).toEqual({
          eta: NOW + ms,
          expires: undefined,
          delaySeconds: undefined,
          scheduleAt: NOW + ms - 90_000,
        });
      }),
    );
  });

  it("waits for nothing that should have started already", () => {
    for (const start of [undefined, inMs(0), at(NOW), at(0)]) {
      expect(timingOf({ start, expires: undefined }, NOW)).toMatchObject({
        delaySeconds: undefined,
        scheduleAt: undefined,
      });
    }
  });

  it("sends a past instant along, which a host whose clock is behind still has to wait for", () => {
    expect(timingOf({ start: at(NOW - 1), expires: undefined }, NOW).eta).toBe(NOW - 1);
    expect(timingOf({ start: inMs(0), expires: undefined }, NOW).eta).toBeUndefined();
  });

  it("refuses a request that would expire before it may start, and no other", () => {
    const late = { start: inMs(1000), expires: inMs(1000) };
    expect(() => timingOf(late, NOW)).toThrow(/2027-01-15T08:00:01\.000Z/);
    expect(timingOf({ start: inMs(1000), expires: inMs(1001) }, NOW).expires).toBe(NOW + 1001);
    expect(timingOf({ start: undefined, expires: at(NOW - 1) }, NOW).expires).toBe(NOW - 1);
  });
});
