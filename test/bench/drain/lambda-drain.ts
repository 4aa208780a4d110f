import { setTimeout as sleep } from "node:timers/promises";
import { createAwsPorts } from "@celeriac/aws";
import { parseResources } from "@celeriac/core";
import { watchOutside } from "../outside-load.ts";
import { cpuSecondsOf } from "../process-cpu.ts";
import type { Figures } from "../report/measurement.ts";
import { startBenchServers } from "../servers/bench-servers.ts";
import { fillQueue } from "./celeriac.ts";

const LOOK_MS = 20;
/** Enough that all execution environments have started. */
const WARM_TASKS = 2000;

/**
 * Sends so many tasks to a function's queue and waits until it is empty. The event source mapping is the embedded AWS's
 * and works in the servers' process; the CPU is that of the function's execution environments.
 */
export async function measureLambdaDrain(tasks: number): Promise<Figures> {
  const servers = await startBenchServers({ functions: true });
  const ports = createAwsPorts(parseResources(servers.environment["CELERIAC_RESOURCES"] ?? ""));
  const drained = async (of: number): Promise<void> => {
    await fillQueue(servers.environment, "onLambda", of);
    for (let left = 1; left > 0; ) {
      await sleep(LOOK_MS);
      const { visible, inFlight } = await ports.queueDepth("fn");
      left = visible + inFlight;
    }
  };
  try {
    await drained(Math.min(tasks, WARM_TASKS));
    const functions = await servers.functionPids();
    const outside = watchOutside();
    const [began, before, serversBefore] = [
      performance.now(),
      cpuSecondsOf(functions),
      cpuSecondsOf(servers.pids),
    ];
    await drained(tasks);
    const seconds = (performance.now() - began) / 1000;
    return {
      "tasks/s": tasks / seconds,
      "us CPU/task": ((cpuSecondsOf(functions) - before) / tasks) * 1e6,
      "server cores": (cpuSecondsOf(servers.pids) - serversBefore) / seconds,
      "outside cores": outside(),
    };
  } finally {
    await ports.close();
    await servers.stop();
  }
}
