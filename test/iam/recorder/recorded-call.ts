/** One call of AWS, or one statement of a batch: who made it, what it is called on the wire, which resources it names. */
export type RecordedCall = { readonly caller: string } & (SqsCall | TableCall | S3Call | EtaCall);

export interface SqsCall {
  readonly service: "sqs";
  readonly operation: string;
  readonly queueUrl?: string;
  /** Of message moves. */
  readonly sourceArn?: string;
  readonly destinationArn?: string;
}

interface TableCall {
  readonly service: "dynamodb";
  readonly operation: string;
  readonly table: string;
  /** The verb of a PartiQL statement. */
  readonly statement?: string;
}

interface S3Call {
  readonly service: "s3";
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  /** The answer was that there is no such object. */
  readonly absent?: true;
}

interface EtaCall {
  readonly service: "scheduler";
  readonly operation: string;
  readonly group: string;
  readonly schedule: string;
  readonly target?: ScheduleTarget;
}

/** What a schedule does when it fires, and as whom. */
export interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly queueUrl: string;
  readonly deadLetterArn: string;
}
