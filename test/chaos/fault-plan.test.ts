import { describe, expect, it } from "vitest";
import { planFaults } from "./fault-plan.ts";

const sizes = { tasks: 2400, lengthMs: 45_000 };

describe("a seed names a plan", () => {
  it("the same seed gives the same faults at the same times, another one others", () => {
    expect(planFaults({ seed: 5, ...sizes })).toEqual(planFaults({ seed: 5, ...sizes }));
    expect(planFaults({ seed: 5, ...sizes })).not.toEqual(planFaults({ seed: 6, ...sizes }));
  });

  it.each([1, 2, 3, 4, 5])(
    "seed %i: a kill every second, every kind of fault and of harm",
    (seed) => {
      const { processes, network, tasks, clockShiftsMs } = planFaults({ seed, ...sizes });
      const kills = processes.filter(({ kind }) => kind !== "pause");
      expect(kills.map(({ atMs }) => atMs)).toEqual(
        Array.from({ length: 44 }, (_none, n) => (n + 1) * 1000),
      );
      expect(new Set(processes.map(({ kind }) => kind)).size).toBe(3);
      expect(new Set(network.map(({ kind }) => kind)).size).toBe(7);
      expect(tasks).toHaveLength(sizes.tasks);
      for (const kind of ["exiting", "blocking", "hungry", "doomed"]) {
        for (const host of ["worker", "lambda"]) {
          const planned = tasks.filter((task) => task.kind === kind && task.host === host);
          expect(planned).toHaveLength(3);
        }
      }
      expect(Math.min(...clockShiftsMs)).toBeLessThan(-5000);
      expect(Math.max(...clockShiftsMs)).toBeGreaterThan(5000);
    },
  );
});
