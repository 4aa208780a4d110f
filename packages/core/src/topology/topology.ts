/**
 * The AWS resources of an app and their settings: plain data in AWS's units. Three readers use it and nothing else:
 * the infrastructure component deploys it, the embedded AWS provisions emulators with it, `doctor` compares it.
 */
export interface Topology {
  readonly app: string;
  readonly queues: readonly QueueResource[];
  readonly table: TableResource;
  readonly bucket: BucketResource;
  readonly scheduleGroup: string;
}

/** A queue and its own dead-letter queue: never shared, else a redrive would not know where to. */
export interface QueueResource {
  /** The logical name, as in the app; the physical one is chosen by whoever provisions it. */
  readonly name: string;
  /** The dead-letter queue's logical name. */
  readonly deadLetterQueue: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetterRetentionSeconds: number;
  readonly maxReceiveCount: number;
  readonly consumer: LambdaConsumer | FargateConsumer;
}

export interface LambdaConsumer {
  readonly kind: "lambda";
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maximumConcurrency: number | undefined;
  /** Never under `maximumConcurrency`. */
  readonly reservedConcurrency: number | undefined;
}

export interface FargateConsumer {
  readonly kind: "fargate";
  readonly cpuUnits: number;
  readonly memoryMb: number;
  readonly concurrency: number;
  readonly stopTimeoutSeconds: number;
  readonly minWorkers: number;
  readonly maxWorkers: number;
  /** Messages, waiting or in flight, that one worker is started for. */
  readonly backlogPerWorker: number;
  readonly spot: boolean;
}

export interface TableResource {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly ttlAttribute: string;
}

export interface BucketResource {
  /** Objects are dropped after this many days. */
  readonly expirationDays: number;
}
