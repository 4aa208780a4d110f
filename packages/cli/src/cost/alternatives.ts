import type { ResolvedTask } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { invocationLines } from "./invocation-lines.ts";
import { BYTES_PER_GB, DAY_MS, DAYS_PER_MONTH, type Workload } from "./workload.ts";

/** The same work elsewhere: what it costs, or why it cannot be done there. */
export type Alternative =
  | { readonly possible: true; readonly lines: readonly CostLine[] }
  | { readonly possible: false; readonly why: string };

/** The other ways in which AWS runs a function with retries. */
export type AlternativeName = "durableFunctions" | "stepFunctions" | "stepFunctionsExpress";

const MS_PER_MINUTE = 60_000;
/** Lambda: the longest invocation. */
const LONGEST_INVOCATION_MS = 15 * MS_PER_MINUTE;
/** Step Functions: the longest express execution (AWS's quotas of Step Functions). */
const LONGEST_EXPRESS_MS = 5 * MS_PER_MINUTE;
/** Step Functions: the largest input or result of a state (AWS's quotas of Step Functions), bytes. */
const LARGEST_STATE_BYTES = 262_144;
/** Lambda: the largest asynchronous event; each 64 KB above the first 256 KB are one more request (Lambda's price page). */
const LARGEST_EVENT_BYTES = 1_048_576;
const FIRST_EVENT_BYTES = 262_144;
const EVENT_CHUNK_BYTES = 65_536;
/** Durable functions: how long a history is kept at least, days (DurableConfig, AWS API reference). */
const LEAST_HISTORY_DAYS = 1;
/** What a failed step writes. */
const ERROR_BYTES = 1024;
/** Step Functions: an express execution takes 50 MB and its data (its price page, examples 3 and 4), in chunks of 64 MB. */
const EXPRESS_MB = 64;
const EXPRESS_ROUNDED_TO_MS = 100;

/** The same work on Lambda durable functions and on Step Functions. Each starts one function for one task. */
export function alternatives(
  task: ResolvedTask,
  memoryMb: number,
  workload: Workload,
): Readonly<Record<AlternativeName, Alternative>> {
  const retries = Math.min(workload.retries, task.retry.maxRetries);
  const work = { ...workload, retries };
  const invocations = work.tasks * (1 + retries);
  const durationMs = work.runTimeMs;
  const lambda = invocationLines({ invocations, memoryMb, durationMs });
  return {
    durableFunctions: durableFunctions(task, work, durationMs, lambda),
    stepFunctions: stepFunctions(work, durationMs, lambda),
    stepFunctionsExpress: expressWorkflow(work, durationMs, lambda),
  };
}

/** One execution of one step, started by an asynchronous event; its history stays as long as the task's result. */
function durableFunctions(
  task: ResolvedTask,
  { tasks, retries, payloadBytes, resultBytes }: Workload,
  durationMs: number,
  lambda: readonly CostLine[],
): Alternative {
  if (durationMs > LONGEST_INVOCATION_MS) return impossible("a step has 15 minutes");
  if (payloadBytes > LARGEST_EVENT_BYTES) return impossible("an event has 1 MB");
  const more = Math.ceil(Math.max(0, payloadBytes - FIRST_EVENT_BYTES) / EVENT_CHUNK_BYTES);
  const result = task.ignoreResult ? 0 : resultBytes;
  const gb = (tasks * (payloadBytes + result + retries * ERROR_BYTES)) / BYTES_PER_GB;
  const days = Math.max(LEAST_HISTORY_DAYS, Math.ceil(task.resultExpiresMs / DAY_MS));
  return {
    possible: true,
    lines: [
      ...costLines("Durable functions: start and step", tasks * 2, "durableOperation"),
      ...costLines("Durable functions: retries", tasks * retries, "durableOperation"),
      ...costLines("Durable functions: data written", gb, "durableWritten"),
      ...costLines(
        `Durable functions: kept ${days} ${days === 1 ? "day" : "days"}`,
        (gb * days) / DAYS_PER_MONTH,
        "durableStorage",
      ),
      ...costLines("Lambda: large events", tasks * more, "lambdaRequest"),
      ...lambda,
    ],
  };
}

/** One state, which calls a function. */
function stepFunctions(
  { tasks, retries, payloadBytes, resultBytes }: Workload,
  durationMs: number,
  lambda: readonly CostLine[],
): Alternative {
  if (durationMs > LONGEST_INVOCATION_MS) return impossible("its function has 15 minutes");
  if (isTooLarge(payloadBytes, resultBytes)) return impossible("a state has 256 KB");
  return {
    possible: true,
    lines: [
      ...costLines("Step Functions: one state", tasks, "stateTransition"),
      ...costLines("Step Functions: retries", tasks * retries, "stateTransition"),
      ...lambda,
    ],
  };
}

/** The same state machine, express: at least once, five minutes at most, and no result is kept. */
function expressWorkflow(
  { tasks, retries, payloadBytes, resultBytes }: Workload,
  durationMs: number,
  lambda: readonly CostLine[],
): Alternative {
  const wholeMs = durationMs * (1 + retries);
  if (wholeMs > LONGEST_EXPRESS_MS) return impossible("it has 5 minutes");
  if (isTooLarge(payloadBytes, resultBytes)) return impossible("a state has 256 KB");
  const billedMs = Math.ceil(wholeMs / EXPRESS_ROUNDED_TO_MS) * EXPRESS_ROUNDED_TO_MS;
  return {
    possible: true,
    lines: [
      ...costLines("Step Functions Express: executions", tasks, "expressRequest"),
      ...costLines(
        `Step Functions Express: ${EXPRESS_MB} MB for ${billedMs} ms`,
        (((tasks * billedMs) / 1000) * EXPRESS_MB) / 1024,
        "expressGbSecond",
      ),
      ...lambda,
    ],
  };
}

function isTooLarge(payloadBytes: number, resultBytes: number): boolean {
  return Math.max(payloadBytes, resultBytes) > LARGEST_STATE_BYTES;
}

function impossible(why: string): Alternative {
  return { possible: false, why };
}
