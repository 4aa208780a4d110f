/**
 * What is deployed for an app, as AWS's own APIs tell it: plain data in AWS's units, to be compared with a `Topology`.
 * It holds settings only: no message, record or object.
 */
export interface Deployment {
  /** By logical name, as in the app's resources: dead-letter queues too. */
  readonly queues: Readonly<Record<string, DeployedQueue>>;
  /** The physical names of all queues that begin as the app's do; none where these have no beginning of their own. */
  readonly queueNames: Reading<readonly string[]>;
  readonly table: DeployedTable;
  readonly bucket: DeployedBucket;
  /** The group's name. */
  readonly scheduleGroup: Reading<string>;
  /** By name: those that the topology has. */
  readonly schedules: Readonly<Record<string, Reading<DeployedSchedule>>>;
  readonly schedulerRole: Reading<DeployedRole>;
  /** The services of the cluster that was named. */
  readonly workers: Reading<readonly DeployedWorker[]>;
}

/** What came of one attempt to read. Nobody knows about what is `unread`: it must never be taken for good. */
export type Reading<Value> =
  | { readonly kind: "found"; readonly value: Value }
  | { readonly kind: "missing" }
  | { readonly kind: "unread"; readonly why: string };

export interface DeployedQueue {
  readonly settings: Reading<QueueSettings>;
  /** Lambda's event source mappings on it, in any state but those that are being deleted. */
  readonly mappings: Reading<readonly DeployedMapping[]>;
}

/** `undefined` for what the answer does not hold, where AWS's always does. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number | undefined;
  readonly retentionSeconds: number | undefined;
  readonly delaySeconds: number | undefined;
  readonly maximumMessageBytes: number | undefined;
  readonly encrypted: boolean | undefined;
  readonly redrive: RedriveSettings | undefined;
  readonly redriveAllow: RedriveAllowSettings | undefined;
  /** The queue policy: parsed JSON. */
  readonly policy: unknown;
}

export interface RedriveSettings {
  readonly deadLetterArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowSettings {
  readonly permission: string;
  readonly sourceArns: readonly string[];
}

export interface DeployedMapping {
  readonly id: string;
  readonly functionArn: string;
  /** `Enabled`, `Disabled`, `Creating` and so on. */
  readonly state: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportsBatchItemFailures: boolean;
  readonly filters: number;
  readonly consumer: DeployedFunction;
}

export interface DeployedFunction {
  readonly settings: Reading<{ readonly timeoutSeconds: number; readonly memoryMb: number }>;
  /** `undefined` when none is reserved. */
  readonly reservedConcurrency: Reading<number | undefined>;
  readonly recursiveLoop: Reading<string>;
}

export interface DeployedTable {
  readonly settings: Reading<TableSettings>;
  /** The attribute that DynamoDB expires items by; `undefined` when it expires none. */
  readonly ttlAttribute: Reading<string | undefined>;
}

export interface TableSettings {
  /** The key's attributes, partition key first. */
  readonly keys: readonly TableKey[];
  readonly onDemand: boolean;
}

export interface TableKey {
  readonly name: string;
  /** `S`, `N` or `B`. */
  readonly type: string;
}

export interface DeployedBucket {
  readonly expirations: Reading<readonly BucketExpiration[]>;
  /** Whether all four of S3's blocks of public access are on. */
  readonly publicAccessBlocked: Reading<boolean>;
  readonly encrypted: Reading<boolean>;
  /** The bucket policy: parsed JSON, `undefined` when there is none. */
  readonly policy: Reading<unknown>;
}

/** An enabled lifecycle rule that drops objects. */
export interface BucketExpiration {
  readonly days: number;
  /** Whether it is for every object, or for some of them only. */
  readonly everyObject: boolean;
}

export interface DeployedSchedule {
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly flexibleWindowMinutes: number | undefined;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly deadLetterArn: string | undefined;
}

export interface DeployedRole {
  /** Who may take it: parsed JSON. */
  readonly trustPolicy: unknown;
}

/** A service of ECS that may run workers. */
export interface DeployedWorker {
  readonly service: string;
  /** The logical names in its containers' `CELERIAC_QUEUES`; `undefined` where no container has that variable. */
  readonly queues: readonly string[] | undefined;
  readonly active: boolean;
  readonly desiredCount: number;
  readonly cpuUnits: number | undefined;
  readonly memoryMb: number | undefined;
  /** What ECS grants its containers to stop, the longest. */
  readonly stopTimeoutSeconds: number;
}
