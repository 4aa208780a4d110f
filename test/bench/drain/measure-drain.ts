import { setTimeout as sleep } from "node:timers/promises";
import { watchOutside } from "../outside-load.ts";
import { cpuSecondsOf, descendantsOf } from "../process-cpu.ts";
import type { Figures } from "../report/measurement.ts";
import type { Contender, Workers } from "./contender.ts";

const LOOK_MS = 5;
/** Each worker process has done so many before the clock starts. */
const WARM_TASKS = 20;
const MOST_MS = 120_000;

export interface Drained {
  readonly figures: Figures;
  readonly calls: ReadonlyMap<string, number>;
}

/**
 * Fills a queue, then starts the workers. The clock runs from when each worker is warm (at the latest when a quarter of
 * the tasks is done) until the last task is done.
 */
export async function measureDrain(contender: Contender, tasks: number): Promise<Drained> {
  try {
    await contender.fill(tasks);
    const workers = await contender.start();
    const figures = await clocked(workers, contender.serverPids, tasks);
    return { figures, calls: await workers.stop() };
  } finally {
    await contender.stop();
  }
}

async function clocked(
  workers: Workers,
  serverPids: readonly number[],
  tasks: number,
): Promise<Figures> {
  const isWarm = (counts: readonly number[]): boolean =>
    counts.every((count) => count >= WARM_TASKS) || sumOf(counts) >= tasks / 4;
  await until(() => isWarm(workers.counts()));
  const pids = workers.pids.flatMap((pid) => [pid, ...descendantsOf(pid)]);
  const outside = watchOutside();
  const [before, began] = [sumOf(workers.counts()), performance.now()];
  const [workersBefore, serversBefore] = [cpuSecondsOf(pids), cpuSecondsOf(serverPids)];
  await until(() => sumOf(workers.counts()) >= tasks);
  const seconds = (performance.now() - began) / 1000;
  const done = tasks - before;
  return {
    "tasks/s": done / seconds,
    "us CPU/task": ((cpuSecondsOf(pids) - workersBefore) / done) * 1e6,
    "server cores": (cpuSecondsOf(serverPids) - serversBefore) / seconds,
    "outside cores": outside(),
  };
}

async function until(reached: () => boolean): Promise<void> {
  for (const end = performance.now() + MOST_MS; !reached(); ) {
    if (performance.now() > end) throw new Error(`not drained within ${MOST_MS / 1000} s`);
    await sleep(LOOK_MS);
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
