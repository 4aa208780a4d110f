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
  /** The recurring schedules, all of them in that group. */
  readonly schedules: readonly ScheduleResource[];
}

/** A recurring schedule of EventBridge Scheduler: at each tick it sends one message, by the universal target `sqs:sendMessage`. */
export interface ScheduleResource {
  /** Its name in the group as well: 1 to 40 of `A-Z a-z 0-9 . _ -`. */
  readonly name: string;
  /** The logical name of the queue it sends to. What cannot be sent goes to that queue's dead-letter queue. */
  readonly queue: string;
  /** `cron(m h dom mon dow year)` or `rate(n unit)`. */
  readonly expression: string;
  /** An IANA name; `"UTC"` for `rate`. */
  readonly timezone: string;
  readonly enabled: boolean;
  /** The length of the flexible time window, 1 to 1,440; OFF without one. */
  readonly flexibleWindowMinutes: number | undefined;
  /** The MessageBody. It holds `<aws.scheduler.scheduled-time>`, which Scheduler replaces: no `<` of it may be escaped. */
  readonly body: string;
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
