import { describe, expect, it } from "vitest";
import { celeriac } from "./drain/celeriac.ts";
import { measureDrain } from "./drain/measure-drain.ts";
import { runBench } from "./run-bench.ts";

/** That it runs, not how fast: no figure of time is looked at. */
describe("the bench", () => {
  it("measures its sections, each thing by every figure that its table has", async () => {
    const said: string[] = [];
    const report = await runBench(
      { sections: ["process", "latency"], peers: false, quick: true, runs: 1 },
      (line) => said.push(line),
    );
    expect(report.measurements.map(({ id }) => id)).toEqual([
      "process.tracked",
      "process.untracked",
      "latency.round-trip",
    ]);
    for (const { figures } of report.measurements) {
      for (const { median } of Object.values(figures)) expect(median).toBeGreaterThan(0);
    }
    expect(said).toContain("latency: enqueue to result");
    expect(report.skipped).toEqual([]);
  });

  it("drains a queue by worker processes, and counts their calls", async () => {
    const contender = await celeriac({ task: "tracked", processes: 1, delayMs: 1 });
    const { figures, calls } = await measureDrain(contender, 200);
    expect(figures["tasks/s"]).toBeGreaterThan(0);
    expect(calls.get("sqs.DeleteMessageBatch")).toBeGreaterThanOrEqual(20);
    expect(calls.get("dynamodb.BatchExecuteStatement")).toBeGreaterThanOrEqual(16);
  });
});
