/**
 * Where an app's resources are: what a deployment tells clients and hosts by an SST link, and the embedded AWS as JSON in
 * the environment variable `CELERIAC_RESOURCES`.
 */
export interface Resources {
  readonly app: string;
  readonly region: string;
  /** Logical queue name (dead-letter queues too) to where it is. */
  readonly queues: Readonly<Record<string, QueueLocation>>;
  readonly table: string;
  readonly bucket: string;
  readonly schedules: ScheduleLocation;
  /** Where the services answer, when not at AWS. */
  readonly endpoints?: ServiceEndpoints | undefined;
  /** Emulators take any credentials; never set for AWS. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string }
    | undefined;
  /** What the table can do; `single`: no PartiQL batches. @defaultValue "batched" */
  readonly tableWrites?: "batched" | "single" | undefined;
}

export interface QueueLocation {
  readonly url: string;
  readonly arn: string;
}

export interface ScheduleLocation {
  readonly group: string;
  /** The role that EventBridge Scheduler takes to send to the queues. */
  readonly roleArn: string;
}

export interface ServiceEndpoints {
  readonly sqs?: string | undefined;
  readonly dynamodb?: string | undefined;
  readonly s3?: string | undefined;
  readonly scheduler?: string | undefined;
}
