/** What one AWS call may take. */
export interface CallPolicy {
  /** One attempt, from the request's first byte to the answer's head, ms. */
  readonly attemptMs: number;
  /** All of the SDK's attempts together, waits and the reading of the answer included, ms. */
  readonly deadlineMs: number;
}

/** A call as IAM names its action, but for the two that act under other names: see {@link iamActionOf}. */
export type CallName =
  | "sqs:SendMessageBatch"
  | "sqs:ReceiveMessage"
  | "sqs:DeleteMessageBatch"
  | "sqs:ChangeMessageVisibilityBatch"
  | "sqs:GetQueueAttributes"
  | "sqs:StartMessageMoveTask"
  | "sqs:ListMessageMoveTasks"
  | "sqs:CancelMessageMoveTask"
  | "sqs:PurgeQueue"
  | "cloudwatch:GetMetricStatistics"
  | "dynamodb:BatchExecuteStatement"
  | "dynamodb:PutItem"
  | "dynamodb:DeleteItem"
  | "dynamodb:Query"
  | "dynamodb:UpdateItem"
  | "dynamodb:BatchGetItem"
  | "s3:PutObject"
  | "s3:GetObject"
  | "s3:DeleteObject"
  | "scheduler:CreateSchedule"
  | "scheduler:DeleteSchedule";

export type CallPolicies = Readonly<Record<CallName, CallPolicy>>;

/**
 * How often the SDK tries a call (retry mode `standard`: full jitter, and a budget that keeps a whole outage from being
 * multiplied). Not `adaptive`: it would slow every queue's calls down when one of them is throttled.
 * Every repeated call is harmless: sends are known by the task id in their body, writes are conditional on what they
 * change, the rest says the same thing twice.
 */
export const SDK_ATTEMPTS = 3;

/**
 * A receive is not repeated by the SDK: the first one may have taken messages, whose receive count has risen, and
 * whoever polls asks again anyway.
 */
export const RECEIVE_ATTEMPTS = 1;

/** Establishing a connection, ms. */
export const CONNECTION_TIMEOUT_MS = 3000;

/** Batch entries that failed alone are tried again after these waits (each shortened at random by up to a half), ms. */
export const ENTRY_RETRY_WAITS_MS: readonly number[] = [100, 250, 500, 1000, 2000];

/** A receipt is only good for as long as its message stays hidden: fewer tries. */
export const RECEIPT_RETRY_WAITS_MS: readonly number[] = [100, 250, 500];

/** No further round of a batch's failed entries starts later than this after the first call, ms. */
export const ROUNDS_MS = 15_000;

const SMALL: CallPolicy = { attemptMs: 4000, deadlineMs: 12_000 };
const LARGE: CallPolicy = { attemptMs: 15_000, deadlineMs: 45_000 };

/** Every call that these adapters make, and how long it may take. */
export const CALL_POLICIES: CallPolicies = {
  "sqs:SendMessageBatch": { attemptMs: 5000, deadlineMs: 15_000 },
  // and the wait that was asked for
  "sqs:ReceiveMessage": { attemptMs: 10_000, deadlineMs: 10_000 },
  "sqs:DeleteMessageBatch": SMALL,
  "sqs:ChangeMessageVisibilityBatch": SMALL,
  "sqs:GetQueueAttributes": SMALL,
  "sqs:StartMessageMoveTask": SMALL,
  "sqs:ListMessageMoveTasks": SMALL,
  "sqs:CancelMessageMoveTask": SMALL,
  "sqs:PurgeQueue": SMALL,
  "cloudwatch:GetMetricStatistics": SMALL,
  "dynamodb:BatchExecuteStatement": SMALL,
  "dynamodb:PutItem": SMALL,
  "dynamodb:DeleteItem": SMALL,
  "dynamodb:Query": SMALL,
  "dynamodb:UpdateItem": SMALL,
  "dynamodb:BatchGetItem": SMALL,
  "s3:PutObject": LARGE,
  "s3:GetObject": LARGE,
  "s3:DeleteObject": SMALL,
  "scheduler:CreateSchedule": SMALL,
  "scheduler:DeleteSchedule": SMALL,
};

/** The permissions that a call needs, where IAM calls them otherwise. */
const IAM_ACTIONS: Readonly<Partial<Record<CallName, string>>> = {
  "sqs:SendMessageBatch": "sqs:SendMessage",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
  "sqs:StartMessageMoveTask":
    "sqs:StartMessageMoveTask, sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes (and sqs:SendMessage to the destination)",
  "dynamodb:BatchExecuteStatement":
    "dynamodb:PartiQLInsert, dynamodb:PartiQLUpdate and dynamodb:PartiQLDelete",
  "scheduler:CreateSchedule": "scheduler:CreateSchedule and iam:PassRole",
};

/** What an IAM policy must allow for a call. */
export function iamActionOf(name: string): string {
  return IAM_ACTIONS[name as CallName] ?? name;
}
