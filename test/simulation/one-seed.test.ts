import { describe, expect, it } from "vitest";
import { failedSeeds } from "./failed-seeds.ts";
import { type RunOptions, runSeed, type Verdict } from "./run-seed.ts";

async function noted(seed: number, options: RunOptions = {}): Promise<[Verdict, string[]]> {
  const lines: string[] = [];
  const onNote = (...parts: unknown[]): void => {
    lines.push(parts.join(" "));
  };
  return [await runSeed(seed, { ...options, onNote }), lines];
}

describe("a seed", () => {
  it.each([1, 2, 3])("is one history, call by call: %d", async (seed) => {
    const [verdict, lines] = await noted(seed);
    const [again, sameLines] = await noted(seed);
    expect(sameLines).toEqual(lines);
    expect(again).toEqual(verdict);
    expect(lines.length).toBeGreaterThan(300);
  });

  it("is another history than the next one", async () => {
    const hashes = await Promise.all(
      [4, 5, 6].map(async (seed) => (await runSeed(seed)).traceHash),
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it("lives through the same history again when its faults come from a script", async () => {
    const { script, traceHash } = await runSeed(7);
    expect(script.length).toBeGreaterThan(3);
    expect((await runSeed(7, { script })).traceHash).toBe(traceHash);
    expect((await runSeed(7, { script: script.slice(1) })).traceHash).not.toBe(traceHash);
  });

  it("lives side by side with others without a trace of them", async () => {
    const alone = await runSeed(8);
    const [together] = await Promise.all([runSeed(8), runSeed(9), runSeed(10)]);
    expect(together).toEqual(alone);
  });

  it.each(failedSeeds)("that failed once keeps every promise: %d", async (seed) => {
    expect((await runSeed(seed)).violations).toEqual([]);
  });
});
