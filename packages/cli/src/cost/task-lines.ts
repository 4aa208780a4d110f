import type { ResolvedQueue, ResolvedTask } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { hostLines } from "./host-lines.ts";
import { messageLines } from "./message-lines.ts";
import { payloadLines } from "./payload-lines.ts";
import { tableLines } from "./table-lines.ts";
import { BYTES_PER_GB, type Workload } from "./workload.ts";

/** A failed attempt's line in the log, with its stack, about, bytes. */
const FAILURE_LOG_BYTES = 1500;

/** What a workload of one task costs, line by line. A task that succeeds logs nothing at level info. */
export function taskLines(
  task: ResolvedTask,
  queue: ResolvedQueue,
  workload: Workload,
  payloadDays: number,
): readonly CostLine[] {
  const most = { ...workload, retries: Math.min(workload.retries, task.retry.maxRetries) };
  const failureBytes = most.tasks * most.retries * FAILURE_LOG_BYTES;
  return [
    ...messageLines(queue, most),
    ...tableLines(task, queue, most),
    ...payloadLines(most, task.ignoreResult, payloadDays),
    ...hostLines(queue, most),
    ...costLines("CloudWatch: failed attempts", failureBytes / BYTES_PER_GB, "logIngestion"),
  ];
}
