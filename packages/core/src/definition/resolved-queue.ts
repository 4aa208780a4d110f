/** A queue of an app, with every default filled in. Durations in ms; AWS's units are the topology's business. */
export type ResolvedQueue = ResolvedLambdaQueue | ResolvedFargateQueue;

interface ResolvedQueueCommon {
  readonly name: string;
  readonly retentionMs: number;
}

export interface ResolvedLambdaQueue extends ResolvedQueueCommon {
  readonly kind: "lambda";
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly batch: number;
  readonly windowMs: number;
  readonly maxConcurrency: number | undefined;
  readonly reservedConcurrency: number | undefined;
}

export interface ResolvedFargateQueue extends ResolvedQueueCommon {
  readonly kind: "fargate";
  readonly cpuUnits: number;
  readonly memoryMb: number;
  readonly concurrency: number;
  readonly pool: "async";
  readonly leaseMs: number;
  readonly drainMs: number;
  readonly min: number;
  readonly max: number;
  readonly backlogPerWorker: number;
  readonly spot: boolean;
}
