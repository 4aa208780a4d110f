import { type CostLine, costLines } from "./cost-line.ts";
import { BYTES_PER_GB, type Workload } from "./workload.ts";

const MB_PER_GB = 1024;
/** START, END and REPORT of one invocation in its log, about, bytes. */
const PLATFORM_LOG_BYTES = 400;

export interface Invocations {
  readonly invocations: number;
  readonly memoryMb: number;
  readonly durationMs: number;
  /** Said behind what the requests are. */
  readonly what?: string;
}

/** What invocations of a function cost: requests, GB-seconds to the millisecond, and the lines that Lambda itself logs. */
export function invocationLines({
  invocations,
  memoryMb,
  durationMs,
  what = "",
}: Invocations): readonly CostLine[] {
  const seconds = (invocations * Math.ceil(durationMs)) / 1000;
  return [
    ...costLines(`Lambda: invocations${what}`, invocations, "lambdaRequest"),
    ...costLines(
      `Lambda: ${memoryMb} MB for ${Math.ceil(durationMs)} ms each`,
      (seconds * memoryMb) / MB_PER_GB,
      "lambdaGbSecond",
    ),
    ...costLines(
      "CloudWatch: Lambda's own log lines",
      (invocations * PLATFORM_LOG_BYTES) / BYTES_PER_GB,
      "logIngestion",
    ),
  ];
}

/** How long an invocation of several tasks takes, ms: as one that waits, or as all of them that compute. */
export function invocationMs(
  together: number,
  { runTimeMs, cpuTimeMs }: Pick<Workload, "runTimeMs" | "cpuTimeMs">,
): number {
  return Math.max(runTimeMs, together * cpuTimeMs);
}
