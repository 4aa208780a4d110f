import { type ResolvedQueue, SQS_MAX_BATCH_BYTES, SQS_MAX_BATCH_ENTRIES } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { heartbeats } from "./heartbeats.ts";
import { isStored } from "./payload-lines.ts";
import type { Workload } from "./workload.ts";

/** SQS bills each chunk of so many bytes as a request (cloudburn.io/blog/amazon-sqs-pricing, 2026-03). */
const CHUNK_BYTES = 65_536;
/** What an envelope adds to its input: measured in test/cli. */
const ENVELOPE_BYTES = 300;

/** What a task's messages cost: sent, received and deleted; put back for a retry; kept hidden while it runs. */
export function messageLines(queue: ResolvedQueue, workload: Workload): readonly CostLine[] {
  const { tasks, retries, farEta, runTimeMs } = workload;
  const bytes = ENVELOPE_BYTES + (isStored(workload).input ? 0 : workload.payloadBytes);
  const attempts = tasks * (1 + retries);
  // What Scheduler sends travels alone.
  const sent = farEta ? 1 : entries(workload, bytes, SQS_MAX_BATCH_ENTRIES);
  const received = entries(workload, bytes, receivesAtATime(queue));
  const short = workload.batched ? SQS_MAX_BATCH_ENTRIES : 1;
  const beats = queue.kind === "fargate" ? heartbeats(queue, runTimeMs) : 0;
  const of = (count: number): string => (count === 1 ? "" : `, ${count} in a request`);
  return [
    ...costLines("Scheduler: fires for a late start", farEta ? tasks : 0, "schedulerInvocation"),
    ...costLines(`SQS: sends${of(sent)}`, tasks * requests(bytes, sent), "sqsRequest"),
    ...costLines(
      `SQS: receives${of(received)}`,
      attempts * requests(bytes, received),
      "sqsRequest",
    ),
    ...costLines(`SQS: deletes${of(short)}`, tasks / short, "sqsRequest"),
    ...costLines(`SQS: retries put back${of(short)}`, (tasks * retries) / short, "sqsRequest"),
    ...costLines(`SQS: heartbeats${of(short)}`, (attempts * beats) / short, "sqsRequest"),
  ];
}

/** Messages that one receive can bring: Lambda's pollers take no more than a batch, a worker no more than it has slots. */
function receivesAtATime(queue: ResolvedQueue): number {
  const most = queue.kind === "lambda" ? queue.batch : queue.concurrency;
  return Math.min(most, SQS_MAX_BATCH_ENTRIES);
}

/** Messages in one request. */
function entries({ batched }: Workload, bytes: number, most: number): number {
  if (!batched) return 1;
  return Math.max(1, Math.min(most, Math.floor(SQS_MAX_BATCH_BYTES / bytes)));
}

/** Requests billed for each message of `bytes` that travels with others. */
function requests(bytes: number, together: number): number {
  return Math.ceil((together * bytes) / CHUNK_BYTES) / together;
}
