import type { Duration } from "../duration.ts";

/** Options that both hosts share. */
export interface QueueOptions {
  /** How long a message waits at most before SQS drops it; `"1h"` to `"14d"`. @defaultValue "7d" */
  readonly retention?: Duration;
}

/** A queue whose consumer is a Lambda function. */
export interface LambdaQueueOptions extends QueueOptions {
  /** The function's memory, whole megabytes from `"128 MB"` to `"10 GB"`, and with it its share of a processor. @defaultValue "1 GB" */
  readonly memory?: `${number} MB` | `${number} GB`;
  /** The function's timeout, `"1s"` to `"15m"`. @defaultValue "60s" */
  readonly timeout?: Duration;
  /** Messages an invocation gets, 1 to 10,000 (above 10 needs a window). @defaultValue 10 */
  readonly batch?: number;
  /** How long Lambda gathers a batch, `"0s"` to `"300s"`. @defaultValue "0s" */
  readonly window?: Duration;
  /** Invocations at a time, 2 to 1,000. @defaultValue no limit of its own */
  readonly maxConcurrency?: number;
  /**
   * Concurrency that the account keeps for the queue's function, `maxConcurrency` or more: the event source mapping would
   * else be throttled, which spends receives. @defaultValue none kept
   */
  readonly reservedConcurrency?: number;
}

/** A queue whose consumer is a long-poll worker in a container. */
export interface FargateQueueOptions extends QueueOptions {
  /** Of one worker, in the sizes that Fargate has: `"0.25 vCPU"`, 0.5, 1, 2, 4, 8 or 16. @defaultValue "0.25 vCPU" */
  readonly cpu?: `${number} vCPU`;
  /** Of one worker, in a size that Fargate has for `cpu`: `"0.5 GB"` to `"120 GB"`. @defaultValue "0.5 GB" */
  readonly memory?: `${number} GB`;
  /** Tasks that one worker runs at a time, 1 to 1,000. @defaultValue 10 */
  readonly concurrency?: number;
  /** `async`: in the worker's own process. @defaultValue "async" */
  readonly pool?: "async";
  /** How long a worker may go unheard before its tasks start elsewhere, `"3s"` to `"1h"`; it beats three times in it. @defaultValue "30s" */
  readonly lease?: Duration;
  /** How long running tasks may take to end after SIGTERM, `"0s"` to `"110s"`. @defaultValue "110s" */
  readonly drain?: Duration;
  /**
   * Workers that run at least, 0 to 5,000, at most `max`; from 0 the first takes two to three minutes to come.
   * @defaultValue 0: none while there is no message
   */
  readonly min?: number;
  /** Workers that run at most, 1 to 5,000. @defaultValue 10 */
  readonly max?: number;
  /** Messages, waiting or running, that one worker is started for, 1 to 1,000,000. @defaultValue ten times `concurrency` */
  readonly backlogPerWorker?: number;
  /** Runs on spare capacity for about a third of the price; AWS may stop a worker at two minutes' notice. @defaultValue false */
  readonly spot?: boolean;
}

export type QueueDefinition =
  | { readonly kind: "lambda"; readonly options: LambdaQueueOptions }
  | { readonly kind: "fargate"; readonly options: FargateQueueOptions };
