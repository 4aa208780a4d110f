import { describe, expect, it } from "vitest";
import { MOST_KB_PER_THOUSAND, runSoak, type SoakSample, slopeOf } from "./run-soak.ts";

const sample = (done: number, heapKb: number): SoakSample => ({
  done,
  heapUsed: heapKb * 1024,
  external: 1024,
  rss: 0,
});

describe("the slope of the samples", () => {
  it("is what each 1,000 tasks add, whatever the noise around the line", () => {
    expect(slopeOf([sample(1000, 100), sample(2000, 100), sample(3000, 100)])).toBe(0);
    expect(slopeOf([sample(1000, 100), sample(2000, 180), sample(3000, 260)])).toBeCloseTo(80);
    expect(
      slopeOf([sample(1000, 110), sample(2000, 90), sample(3000, 90), sample(4000, 110)]),
    ).toBeCloseTo(0);
  });
});

describe("a worker's memory", () => {
  it("stays flat over 20,000 tasks", async () => {
    const { samples, slopeKbPerThousand, tasksPerSecond, exit } = await runSoak(20_000);
    console.log(
      `soak: ${tasksPerSecond} tasks a second, ${slopeKbPerThousand.toFixed(1)} KB for each 1,000\n`,
    );
    expect(samples.length).toBeGreaterThanOrEqual(50);
    expect(slopeKbPerThousand).toBeLessThan(MOST_KB_PER_THOUSAND);
    expect(exit).toBe(0);
  });
});
