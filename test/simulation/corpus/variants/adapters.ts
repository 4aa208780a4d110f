import { edited, type TestedVariant } from "../variant.ts";

const SENDER = "packages/aws/src/sqs/sqs-sender.test.ts";
const RECEIVER = "packages/aws/src/sqs/sqs-receiver.test.ts";
const TABLE = "packages/aws/src/dynamodb/dynamodb-task-store.test.ts";
const LOCKS = "packages/aws/src/dynamodb/dynamodb-lock-store.test.ts";
const LOCK_STORE = "packages/aws/src/dynamodb/dynamodb-lock-store.ts";
const COALESCER = "packages/core/src/packing/coalescer.test.ts";
const VERDICTS = "packages/aws/src/sqs/batch-verdicts.ts";
const BATCHER = "packages/aws/src/call/batcher.ts";
const WRITES = "packages/aws/src/dynamodb/batched-writes.ts";
const STORE = "packages/aws/src/dynamodb/dynamodb-task-store.ts";

/** A 200 whose `Failed` nobody reads. */
const failuresIgnored = edited(
  VERDICTS,
  "for (const failed of result.Failed ?? []) verdicts.set(failed.Id, failureOf(failed, call));",
  "for (const { Id } of result.Failed ?? []) {\n    verdicts.set(Id, { ok: true, value: valueFrom({ Id } as Success) });\n  }",
);

/** What stands between the ports and AWS, which the simulation's models replace. */
export const adapterVariants: readonly TestedVariant[] = [
  {
    name: "coalescer-answers-another",
    breaks: "a batch's answers go to their callers by index",
    test: COALESCER,
    ...edited(
      "packages/core/src/packing/coalescer.ts",
      "entry.resolve(answers[index] as Answer)",
      "entry.resolve(answers[answers.length - 1 - index] as Answer)",
    ),
  },
  {
    name: "coalescer-guesses",
    breaks: "a batch with a wrong number of answers answers nobody",
    test: COALESCER,
    ...edited(
      "packages/core/src/packing/coalescer.ts",
      "if (answers.length !== entries.length)",
      "if (answers.length === 0)",
    ),
  },
  {
    name: "send-failures-ignored",
    breaks: "send, partial batch failure: an entry that SQS refused counts as sent (G1)",
    test: SENDER,
    ...failuresIgnored,
  },
  {
    name: "receipt-failures-ignored",
    breaks:
      "delete and change of visibility, partial batch failure: the refused entry counts as done",
    test: RECEIVER,
    ...failuresIgnored,
  },
  {
    name: "accepted-sent-again",
    breaks: "send, partial batch failure: retry only what failed",
    test: SENDER,
    ...edited(
      "packages/aws/src/sqs/sqs-sender.ts",
      'return verdictsOf(messages.length, result, call, (done) => done.MessageId ?? "");',
      `const verdicts = verdictsOf(messages.length, result, call, (done) => done.MessageId ?? "");
  const failed = verdicts.find((verdict) => !verdict.ok);
  return failed === undefined ? verdicts : messages.map(() => failed);`,
    ),
  },
  {
    name: "senders-fault-repeated",
    breaks: "send, partial batch failure: not what is the sender's fault",
    test: SENDER,
    ...edited(VERDICTS, "again: error.retryable }", "again: true }"),
  },
  {
    name: "unanswered-taken-for-sent",
    breaks: "send: an entry of which the answer says nothing is not known to be stored (G1)",
    test: SENDER,
    ...edited(
      VERDICTS,
      "verdicts.get(entryId(index)) ?? unanswered(call)",
      "verdicts.get(entryId(index)) ?? (unanswered(call), { ok: true, value: valueFrom({} as Success) })",
    ),
  },
  {
    name: "entry-ids-clash",
    breaks: "acknowledge: entry ids clash, and one entry's fate is another's",
    test: RECEIVER,
    ...edited(VERDICTS, "return String(index);", "return String(index % 1);"),
  },
  {
    name: "uncertainty-forgotten",
    breaks: "send: once its outcome is unknown, a later refusal says nothing of the earlier try",
    test: SENDER,
    ...edited(BATCHER, "uncertain ||= isUncertain", "uncertain = isUncertain"),
  },
  {
    name: "bad-entry-harms-batch",
    breaks: "a batch that is refused as a whole is repeated one by one: nine innocent neighbours",
    test: SENDER,
    ...edited(
      BATCHER,
      'if (error.code === "refused" && entries.length > 1) {',
      "if (entries.length > 1e6) {",
    ),
  },
  {
    name: "refused-write-taken-for-done",
    breaks: "claim, condition lost: a refused write counts as written (G3)",
    test: TABLE,
    ...edited(
      WRITES,
      "return { ok: true, value: { written: false, item: error.Item } };",
      "return { ok: true, value: { written: true } };",
    ),
  },
  {
    name: "duplicate-item-is-an-error",
    breaks: "claim: DuplicateItem is the refusal of an INSERT, judged by the record's owner",
    test: TABLE,
    ...edited(WRITES, '"DuplicateItem",\n', ""),
  },
  {
    name: "write-answers-by-first",
    breaks: "a batch of conditional writes: each has an answer of its own",
    test: TABLE,
    ...edited(
      WRITES,
      "verdictOf(context, Responses[index])",
      "verdictOf(context, Responses[index * 0])",
    ),
  },
  {
    name: "one-item-twice",
    breaks: "a batch names an item once: DynamoDB refuses the whole otherwise",
    test: TABLE,
    ...edited(WRITES, "keyOf: ({ key }) =>", "keyOf: ({ key }) => String(Math.random()) +"),
  },
  {
    name: "owner-guard-without-state",
    breaks: "step 5, on condition STARTED: a late heartbeat writes into what has ended",
    test: TABLE,
    ...edited(STORE, 'state: { S: "STARTED" },', ""),
  },
  {
    name: "owner-guard-without-generation",
    breaks: "step 5, on condition of my generation",
    test: TABLE,
    ...edited(STORE, "generation: { N: String(guard.generation) },", ""),
  },
  {
    name: "flag-unguarded",
    breaks: "step 5, RETRY and FAILURE only if no revoke flag stands",
    test: TABLE,
    ...edited(STORE, "...(guard.unlessRevoked ? { revokeRequested: { BOOL: false } } : {}),", ""),
  },
  {
    name: "stale-reads",
    breaks: "a record is read strongly consistent: my own claim is not recognised otherwise",
    test: TABLE,
    ...edited(
      "packages/aws/src/dynamodb/consistent-reads.ts",
      "ConsistentRead: true",
      "ConsistentRead: false",
    ),
  },
  {
    name: "unread-taken-for-missing",
    breaks: "a key that DynamoDB left unread is not one without a record",
    test: TABLE,
    ...edited("packages/aws/src/dynamodb/consistent-reads.ts", "left.has(", "new Set().has("),
  },
  {
    name: "lock-released-blind",
    breaks: "unique: a lock is released only if it names me (P-unlock-blind)",
    test: LOCKS,
    ...edited(
      LOCK_STORE,
      'kind: "delete", key: lockKey(lock), expected: { taskId: { S: taskId } }',
      'kind: "delete", key: lockKey(lock), expected: {}',
    ),
  },
  {
    name: "lock-confirmed-blind",
    breaks: "unique: a lock counts as sent only for the task that it names",
    test: LOCKS,
    ...edited(LOCK_STORE, "const expected = { taskId: { S: taskId } };", "const expected = {};"),
  },
  {
    name: "lock-taken-over-blind",
    breaks: "unique: a lock is taken over only from the holder that was found to have ended",
    test: LOCKS,
    ...edited(LOCK_STORE, "taskId: { S: over.taskId }, until", "until"),
  },
];
