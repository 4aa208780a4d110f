import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../seeded-random.ts";
import { type CallFaultKind, chanceFaults, scriptedFaults } from "./fault-script.ts";

function faultsOf(seed: number, calls: number): ReturnType<typeof chanceFaults> {
  const faults = chanceFaults({ random: createSeededRandom(seed), longestMs: 1000 });
  for (let call = 0; call < calls; call += 1) faults.next();
  return faults;
}

describe("faults by chance", () => {
  it("are of a subset of the kinds in each history, and of every kind over many", () => {
    const subsets = Array.from({ length: 40 }, (_, seed) => {
      const kinds = faultsOf(seed, 2000).happened.map(({ kind }) => kind);
      return new Set<CallFaultKind>(kinds);
    });
    expect(subsets.filter(({ size }) => size < 7).length).toBeGreaterThan(30);
    expect(new Set(subsets.flatMap((kinds) => [...kinds])).size).toBe(7);
  });

  it("end with the calm, while calls go on being counted", () => {
    const faults = faultsOf(5, 500);
    const before = faults.happened.length;
    faults.calm();
    for (let call = 0; call < 500; call += 1) faults.next();
    expect([before > 0, faults.happened.length, faults.calls]).toEqual([true, before, 1000]);
  });

  it("happen again, at the same calls, as a script", () => {
    const { happened } = faultsOf(5, 500);
    const again = scriptedFaults(happened);
    for (let call = 0; call < 500; call += 1) again.next();
    expect(again.happened).toEqual(happened);
  });
});
