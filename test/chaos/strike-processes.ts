import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessFault } from "./fault-plan.ts";
import type { WorkerFleet } from "./worker-fleet.ts";

/** Who can be struck. */
export interface StrikeSite {
  readonly fleet: WorkerFleet;
  lambdaProcesses(): readonly number[];
}

/** Strikes each victim at its time. A host that has no process just then is spared, the other one is struck instead. */
export async function strikeProcesses(
  site: StrikeSite,
  faults: readonly ProcessFault[],
): Promise<void> {
  const began = performance.now();
  for (const fault of faults) {
    const waitMs = began + fault.atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const functions = site.lambdaProcesses();
    const function_ = functions[Math.floor(fault.target * functions.length)];
    if (fault.victim === "lambda" && function_ !== undefined) {
      // An environment has no SIGTERM of its own: Lambda ends it as hard as a kill does.
      kill(function_);
      continue;
    }
    const workers = site.fleet.alive();
    const worker = workers[Math.floor(fault.target * workers.length)];
    if (worker === undefined) continue;
    if (fault.kind === "pause") site.fleet.pause(worker, fault.forMs);
    else worker.kill(fault.kind);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}
