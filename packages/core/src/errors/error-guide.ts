import type { ErrorCode } from "./error-code.ts";

/** What a code tells whoever meets it; docs/errors.md is made of these. */
export interface ErrorAdvice {
  /** Where it is met: thrown by what, or told in which record. */
  readonly met: string;
  readonly means: string;
  readonly remedy: string;
}

/** Every code, in the order in which a person meets them. */
export const ERROR_GUIDE: Readonly<Record<ErrorCode, ErrorAdvice>> = {
  "invalid-definition": {
    met: "`defineTask`, `handle`, `defineApp`, the SST component",
    means:
      "A definition has mistakes. The message lists every one, with its value and what was expected.",
    remedy: "Correct what the message lists.",
  },
  "invalid-options": {
    met: "any call that takes options; commands; in an attempt, a delay that is none",
    means: "An option has a value that it cannot have, is unknown, or does not go with another.",
    remedy: "Correct the option; for an unknown one the message says which was probably meant.",
  },
  "missing-handler": {
    met: "`createLambdaHandler` and `runWorker` at start; a failed task of reason `unknown-task`",
    means:
      "A host has no handler for a task of its queues, or a message names a task that the app does not define.",
    remedy:
      "Hand the handler over, or give the task a `run`. For a message: deploy the code that defines the task, then redrive.",
  },
  "missing-resource": {
    met: "`createClient`, the hosts, commands; AWS's Scheduler",
    means:
      "It is not known where the app's queues and table are, or a queue of the app is not among them.",
    remedy:
      "Link the app's component, set `CELERIAC_RESOURCES`, or let `celeriac dev` run; deploy what the message names.",
  },
  "invalid-input": {
    met: "`enqueue`, an edited redrive; a failed task of that reason",
    means:
      "The task's schema refused the input, or threw instead of answering. `details` has the schema's issues.",
    remedy:
      "Send what the schema expects. A failed task: mend the input with a redrive, or deploy the schema that takes it.",
  },
  "invalid-output": {
    met: "a failed task of that reason; `handle.result()`",
    means:
      "The output schema refused what the handler returned, or what was stored of it; or it threw instead of answering.",
    remedy:
      "Return what the schema expects. When a stored result is refused, the schema has changed since.",
  },
  "not-serialisable": {
    met: "`enqueue`; an attempt, for its result or progress",
    means:
      "A value cannot be written as JSON and read back the same: the message names the path to it.",
    remedy:
      "Send and return plain data: no functions, cycles, class instances, `NaN`, or `bigint`.",
  },
  "payload-too-large": {
    met: "`enqueue`; an attempt, for its result or progress; a deployed schedule",
    means:
      "An input, a result, progress or a message is larger than it may be. `details` has size and limit, where they are known.",
    remedy: "Store the data yourself, in S3 for instance, and send where it lies.",
  },
  "payload-missing": {
    met: "a failed attempt; an edited redrive; a repeat of an idempotent task",
    means:
      "A large input or result is not in the bucket any more: it was deleted, or outlived the bucket's expiry.",
    remedy:
      "Keep the bucket's expiry longer than messages live, and delete nothing from it by hand. Enqueue the task anew.",
  },
  undecodable: {
    met: "dead letters; a function that is invoked directly; records of the table",
    means: "A message, an event or a record was not written by Celeriac.",
    remedy:
      "Find what else writes there. Send tasks with a client, and do not invoke the function yourself.",
  },
  "already-enqueued": {
    met: '`enqueue` of a unique task with `onRepeat: "reject"`',
    means: "A request of the same key is under way: `details.holder` is its task id.",
    remedy: "Nothing, or follow the one under way: `client.handle(task, error.details.holder)`.",
  },
  "queue-not-found": {
    met: "any call of SQS",
    means: "The queue that `CELERIAC_RESOURCES` or the link names does not exist there.",
    remedy: "Deploy the app; check stage, region and endpoint.",
  },
  "table-not-found": {
    met: "any call of DynamoDB",
    means: "The table that `CELERIAC_RESOURCES` or the link names does not exist there.",
    remedy: "Deploy the app; check stage, region and endpoint.",
  },
  "bucket-not-found": {
    met: "any call of S3",
    means: "The bucket that `CELERIAC_RESOURCES` or the link names does not exist there.",
    remedy: "Deploy the app; check stage, region and endpoint.",
  },
  "credentials-missing": {
    met: "any call of AWS",
    means:
      "There are no AWS credentials, or AWS does not take them: they are wrong or have expired.",
    remedy: "Set or renew what the message names, or give the function or container a role.",
  },
  "access-denied": {
    met: "any call of AWS",
    means:
      "The credentials in use may not do that. The message names the IAM action and the resource.",
    remedy: "Allow the action. The component's link gives a linked function what it needs.",
  },
  unreachable: {
    met: "any call of AWS",
    means: "The endpoint cannot be reached, or shows a certificate that is not trusted.",
    remedy:
      "Check endpoint and region in `CELERIAC_RESOURCES`, the network, and that the emulator runs if it is one.",
  },
  "call-timeout": {
    met: "any call of AWS",
    means: "No answer came in time, after every retry. A write may have happened all the same.",
    remedy: "Repeat the call; an `enqueue` with `error.details.taskId`, so that it stays one task.",
  },
  throttled: {
    met: "any call of AWS",
    means: "AWS refused for want of capacity, after every retry.",
    remedy:
      "Try again later. When it stays: the table's capacity, the account's limits, fewer calls at once.",
  },
  "service-error": {
    met: "any call of AWS",
    means: "AWS failed, or something answered that is not AWS.",
    remedy: "Try again where `retryable` says so; else check the endpoint.",
  },
  refused: {
    met: "any call of AWS; revokes and other writes that lose every race",
    means:
      "AWS does not take the request, or the record was changed by others before each try. The message has the reason.",
    remedy: "Correct the request, or repeat it where `retryable` says so.",
  },
  "task-failed": {
    met: "`handle.result()`",
    means:
      "The task ended as FAILURE. `cause` is its error; `details` has reason, attempts and error.",
    remedy:
      "Look at the cause; mend it and redrive the dead letter. `handle.outcome()` answers the same without throwing.",
  },
  "task-revoked": {
    met: "`handle.result()`",
    means: "The task was revoked.",
    remedy: "Nothing: somebody wanted it so. Enqueue it anew under another id.",
  },
  "task-expired": {
    met: "`handle.result()`",
    means: "No host started the task before its `expires`.",
    remedy: "More hosts, or a later `expires`. Enqueue it anew if it is still wanted.",
  },
  "result-timeout": {
    met: "`handle.result({ timeout })`",
    means: "The task has not ended within the time. It goes on.",
    remedy: "Wait again with `client.handle(task, taskId)`, or revoke it.",
  },
  "result-expired": {
    met: "`handle.result()`",
    means: "The task succeeded, but its result is kept no more: it has expired, or was forgotten.",
    remedy: "Read results sooner, or raise `resultExpires`.",
  },
  "retry-requested": {
    met: "thrown by a handler as `RetryError`; `lastError` of a task in RETRY",
    means: "The handler asked for another attempt.",
    remedy: "Nothing, unless its attempts are used up: then it is the failure's error.",
  },
  rejected: {
    met: "thrown by a handler as `RejectError`; a failed task of that reason",
    means: "The handler, or the task's idempotency, said that this can never succeed.",
    remedy: "Read the message; mend input or state and redrive, or purge the dead letter.",
  },
  "idempotency-conflict": {
    met: "the cause of a `rejected`",
    means: "Another task has the same idempotency key with another input.",
    remedy: "Make the key of all that makes a difference.",
  },
  "idempotency-repeated": {
    met: "the cause of a `rejected`",
    means: "Another task has the same idempotency key, and the task rejects repeats.",
    remedy: 'Nothing, or `onRepeat: "result"`.',
  },
  snoozed: {
    met: "thrown by a handler as `SnoozeError`",
    means: "The handler asked to run later. It is not an attempt.",
    remedy: "Nothing.",
  },
  "soft-time-limit": {
    met: "`ctx.signal.reason` in a handler",
    means: "The soft time limit has passed; the hard one follows.",
    remedy: "Finish quickly, or throw `RetryError`.",
  },
  "time-limit": {
    met: "`ctx.signal.reason`; the error of a task whose last attempt took too long",
    means: "The hard time limit ended the attempt. It goes by the task's retry policy.",
    remedy: "Heed `ctx.signal`, do less in one task, or raise `timeLimit`.",
  },
  "lease-lost": {
    met: "`ctx.signal.reason` in a handler",
    means:
      "The attempt was not heard of for as long as its lease lasts; another may run by now, and what this one does counts for nothing.",
    remedy:
      "Stop. Raise the queue's `lease`, or take what blocks the event loop out of the process.",
  },
  "revoke-requested": {
    met: "`ctx.signal.reason` in a handler",
    means: "The task was revoked while it runs.",
    remedy: "Stop as soon as it is safe.",
  },
  "shutting-down": {
    met: "`ctx.signal.reason` in a handler",
    means:
      "The worker is to end, and the queue's `drain` is over. The task runs again elsewhere; it is not an attempt.",
    remedy: "Stop as soon as it is safe. Raise `drain` where tasks are longer.",
  },
  "worker-lost": {
    met: "a failed task of that reason; `ctx.signal.reason` where a sibling broke the process",
    means:
      "The processes that ran the task died, as often as the limit allows. `lost` says when and where.",
    remedy: "Look at the hosts' logs at that time; memory is the usual cause. Then redrive.",
  },
  "missing-package": {
    met: "`celeriac/local`, `celeriac dev`",
    means: "An emulator or a tool for local work is not installed: `details.packages` names it.",
    remedy: "Run the command that the message shows.",
  },
  "emulator-failed": {
    met: "`celeriac/local`, `celeriac dev`",
    means: "An emulator did not start or has ended, or a function could not be bundled.",
    remedy: "Read the message: it has what the program said last.",
  },
};
