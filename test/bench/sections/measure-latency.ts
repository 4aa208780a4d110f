import { startWorkerPool } from "../drain/worker-pool.ts";
import { repeat } from "../repeat.ts";
import type { Figures, Measurement } from "../report/measurement.ts";
import { runChild } from "../run-child.ts";
import { startBenchServers } from "../servers/bench-servers.ts";
import { type Plan, tasksOf } from "./plan.ts";

const CHILD = new URL("../latency/round-trips.ts", import.meta.url);
const WORKER = new URL("../drain/celeriac-worker.ts", import.meta.url);
const ROUND_TRIPS = 500;

/** How long a lone task takes, from `enqueue` to its result in the caller's hands; a worker waits for it. */
export async function measureLatency(plan: Plan): Promise<readonly Measurement[]> {
  const what = "enqueue to result";
  plan.say(what);
  const run = async (): Promise<Figures> => {
    const servers = await startBenchServers();
    try {
      const worker = await startWorkerPool(WORKER, 1, servers.environment);
      const trips = tasksOf(plan, ROUND_TRIPS);
      const figures = await runChild<Figures>(CHILD, [trips], servers.environment);
      await worker.stop();
      return figures;
    } finally {
      await servers.stop();
    }
  };
  return [await repeat(plan.repeats, "latency", "latency.round-trip", what, run)];
}
