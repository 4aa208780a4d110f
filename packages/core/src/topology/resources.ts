/**
 * Where an app's resources are: what a deployment tells clients and hosts by an SST link, and the embedded AWS as JSON in
 * the environment variable `CELERIAC_RESOURCES`.
 */
export interface Resources {
  /** The app's name: resources of another one are refused. */
  readonly app: string;
  /** AWS's region, as `"eu-central-1"`. */
  readonly region: string;
  /** Logical queue name (dead-letter queues too) to where it is. */
  readonly queues: Readonly<Record<string, QueueLocation>>;
  /** The table's name. */
  readonly table: string;
  /** The bucket's name. */
  readonly bucket: string;
  /** Where etas far ahead are scheduled. */
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

/** A queue of SQS. */
export interface QueueLocation {
  /** What its messages are sent to and received from. */
  readonly url: string;
  /** What Scheduler sends to, and a function's event source is known by. */
  readonly arn: string;
}

/** A schedule group of EventBridge Scheduler. */
export interface ScheduleLocation {
  /** The group's name. */
  readonly group: string;
  /** The role that EventBridge Scheduler takes to send to the queues. */
  readonly roleArn: string;
}

/** Addresses of services, `"http://127.0.0.1:4566"`; AWS's own where one is absent. */
export interface ServiceEndpoints {
  /** Of SQS. */
  readonly sqs?: string | undefined;
  /** Of DynamoDB. */
  readonly dynamodb?: string | undefined;
  /** Of S3. */
  readonly s3?: string | undefined;
  /** Of EventBridge Scheduler. */
  readonly scheduler?: string | undefined;
}
