import { INPUT_THRESHOLD_BYTES, RESULT_THRESHOLD_BYTES } from "@celeriac/core";
import { type CostLine, costLines } from "./cost-line.ts";
import { BYTES_PER_GB, DAYS_PER_MONTH, type Workload } from "./workload.ts";

/** Which payloads are too large to travel, and lie in S3. */
export function isStored({ payloadBytes, resultBytes }: Workload): {
  readonly input: boolean;
  readonly result: boolean;
} {
  return {
    input: payloadBytes > INPUT_THRESHOLD_BYTES,
    result: resultBytes > RESULT_THRESHOLD_BYTES,
  };
}

/**
 * What payloads in S3 cost: each is put once, and an input got by each attempt.
 * @param days how long the bucket keeps them.
 */
export function payloadLines(
  workload: Workload,
  ignoreResult: boolean,
  days: number,
): readonly CostLine[] {
  const { tasks, retries, payloadBytes, resultBytes } = workload;
  const stored = isStored(workload);
  const input = stored.input ? tasks : 0;
  const result = stored.result && !ignoreResult ? tasks : 0;
  const gb = (input * payloadBytes + result * resultBytes) / BYTES_PER_GB;
  return [
    ...costLines("S3: large inputs stored", input, "s3Put"),
    ...costLines("S3: large inputs read", input * (1 + retries), "s3Get"),
    ...costLines("S3: large results stored", result, "s3Put"),
    ...costLines(`S3: kept ${days} days`, (gb * days) / DAYS_PER_MONTH, "s3Storage"),
  ];
}
