/** A resource that the program asked Pulumi for. */
export interface CreatedResource {
  /** Pulumi's token, `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the provider would answer. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}
