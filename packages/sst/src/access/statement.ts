/** What is allowed on which resources; in the form that SST's `permissions` take. */
export interface Statement<Arn> {
  /** Letters and digits, as IAM wants a Sid. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly Arn[];
  readonly conditions?: readonly Condition<Arn>[];
}

export interface Condition<Arn> {
  /** IAM's operator, `"StringEquals"`. */
  readonly test: string;
  /** The context key, `"iam:PassedToService"`. */
  readonly variable: string;
  readonly values: readonly (Arn | string)[];
}
