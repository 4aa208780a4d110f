import type { Duration } from "../duration.ts";
import type { FargateQueueOptions, LambdaQueueOptions } from "./queue-definition.ts";
import type { RetryOptions } from "./retry-options.ts";

/** The queue of a task that says nothing and is routed nowhere. */
export const DEFAULT_QUEUE = "default";
/** How a task is tried again when it does not say. `maxElapsed` has no limit, `on` takes every error. */
export const DEFAULT_RETRY: Required<Omit<RetryOptions, "on" | "maxElapsed">> = {
  maxRetries: 3,
  backoff: "1s",
  maxBackoff: "10m",
  jitter: "full",
};
/** How long a result can be read. */
export const DEFAULT_RESULT_EXPIRES: Duration = "7d";
/** How long a message waits in its queue. */
export const DEFAULT_RETENTION: Duration = "7d";
/** How long a message of an unknown task is put back. */
export const DEFAULT_UNKNOWN_TASK_GRACE: Duration = "15m";
/** A Lambda queue's settings; its concurrency has no limit of its own, and none is kept for it. */
export const DEFAULT_LAMBDA: Required<
  Omit<LambdaQueueOptions, "maxConcurrency" | "reservedConcurrency" | "retention">
> = {
  memory: "1 GB",
  timeout: "60s",
  batch: 10,
  window: "0s",
};
/** A Fargate queue's settings. */
export const DEFAULT_FARGATE: Required<
  Omit<FargateQueueOptions, "backlogPerWorker" | "retention">
> = {
  cpu: "0.25 vCPU",
  memory: "0.5 GB",
  concurrency: 10,
  pool: "async",
  lease: "30s",
  drain: "110s",
  min: 0,
  max: 10,
  spot: false,
};
/** A worker is started for as many messages as it runs in so many rounds. */
export const DEFAULT_ROUNDS_PER_WORKER = 10;
