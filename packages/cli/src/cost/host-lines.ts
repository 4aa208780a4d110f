import type { ResolvedFargateQueue, ResolvedLambdaQueue, ResolvedQueue } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { invocationLines, invocationMs } from "./invocation-lines.ts";
import type { Workload } from "./workload.ts";

const MS_PER_HOUR = 3_600_000;
const MB_PER_GB = 1024;
const CPU_UNITS_PER_VCPU = 1024;

/** What it costs to run a task where its queue is consumed, its failed attempts included. */
export function hostLines(queue: ResolvedQueue, workload: Workload): readonly CostLine[] {
  return queue.kind === "lambda" ? lambdaLines(queue, workload) : fargateLines(queue, workload);
}

function lambdaLines(queue: ResolvedLambdaQueue, workload: Workload): readonly CostLine[] {
  const { tasks, retries, batched } = workload;
  const memoryMb = workload.memoryMb ?? queue.memoryMb;
  const together = batched ? queue.batch : 1;
  return invocationLines({
    invocations: (tasks * (1 + retries)) / together,
    memoryMb,
    durationMs: invocationMs(together, workload),
    what: together === 1 ? "" : `, ${together} tasks each`,
  });
}

/**
 * A worker's time, by the second it is there. Under load it is full; a task that comes alone has a worker to itself.
 * What a worker idles before it is scaled in is not counted.
 */
function fargateLines(queue: ResolvedFargateQueue, workload: Workload): readonly CostLine[] {
  const { tasks, retries, runTimeMs, cpuTimeMs, batched } = workload;
  const vcpu = queue.cpuUnits / CPU_UNITS_PER_VCPU;
  const together = batched ? queue.concurrency : 1;
  const occupiedMs = Math.max(runTimeMs / together, cpuTimeMs);
  const hours = (tasks * (1 + retries) * occupiedMs) / MS_PER_HOUR;
  const gb = (workload.memoryMb ?? queue.memoryMb) / MB_PER_GB;
  const full = batched ? `, ${queue.concurrency} tasks at a time` : "";
  return [
    ...costLines(
      `Fargate: ${vcpu} vCPU${full}`,
      hours * vcpu,
      queue.spot ? "spotVcpuHour" : "fargateVcpuHour",
    ),
    ...costLines(
      `Fargate: ${gb} GB${full}`,
      hours * gb,
      queue.spot ? "spotGbHour" : "fargateGbHour",
    ),
    ...costLines("Fargate: public address", hours, "publicAddressHour"),
  ];
}
