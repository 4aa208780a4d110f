import { edited, type TestedVariant } from "../variant.ts";

const CLAIM = "packages/core/src/record/claim.ts";
const REFUSALS = "test/engine/refusals.test.ts";
const STATES = "test/engine/states.test.ts";
const ATTEMPTS = "test/engine/attempts.test.ts";
const LAMBDA = "test/hosts/lambda-handler.test.ts";

/**
 * What breaks no promise while the rest of the protocol holds, or only costs: second lines of defence, waste, delay.
 * No history shows them, so tests of the part itself do.
 */
export const guardVariants: readonly TestedVariant[] = [
  {
    name: "claim-any-final",
    breaks:
      "step 3, a newer generation over FAILURE only: no honest sender makes one over another end (L-any-final)",
    test: REFUSALS,
    ...edited(CLAIM, 'if (current.state === "FAILURE") {', "if (isFinal(current.state)) {"),
  },
  {
    name: "claim-ahead",
    breaks:
      "step 3, a newer generation over an unfinished one = put back: the copy follows a known FAILURE",
    test: REFUSALS,
    ...edited(
      CLAIM,
      'if (isFinal(current.state)) return { kind: "superseded", current };',
      'if (isFinal(current.state)) return { kind: "superseded", current };\n  if (now > 0) return { kind: "take", current };',
    ),
  },
  {
    name: "own-claim-unrecognised",
    breaks:
      "refused with my own token = mine: the task waits for its own lease, an attempt is spent on nothing (P-insert-dup-held)",
    test: REFUSALS,
    ...edited(CLAIM, "if (current.owner === request.owner)", 'if (current.owner === "")'),
  },
  {
    name: "own-end-unrecognised",
    breaks:
      "refused with my own token in the state I wanted = done: its own message is left to a duplicate",
    test: REFUSALS,
    ...edited(
      "packages/core/src/record/completion.ts",
      'if (current.state === wanted || current.state === "REVOKED")',
      'if (current.state === "REVOKED")',
    ),
  },
  {
    name: "dead-letter-keeps-expiry",
    breaks:
      "step 6, the copy carries neither expires nor eta; the gate asks about them in generation 0 only",
    test: STATES,
    ...edited(
      "packages/engine/src/dead-letter.ts",
      "const { eta: _eta, expires: _expires, ...kept } = envelope;",
      "const { ...kept } = envelope;",
    ),
  },
  {
    name: "dead-letter-sent-again",
    breaks: "step 6, then mark the record: every duplicate sends another copy (L-copy-again)",
    test: REFUSALS,
    ...edited(
      "packages/engine/src/continue.ts",
      "if (record.deadLetteredGeneration === generation) return { done: true };",
      "",
    ),
  },
  {
    name: "heartbeat-not-awaited",
    breaks:
      "step 4, the heartbeat has ended before step 5: a late beat's visibility overrides the backoff",
    test: ATTEMPTS,
    ...edited("packages/engine/src/heartbeat.ts", "await underWay;", ""),
  },
  {
    name: "put-back-must-succeed",
    breaks: "put back: failing is not an error of the delivery",
    test: "test/engine/put-back.test.ts",
    ...edited(
      "packages/engine/src/put-back.ts",
      "await ports.visibility.changeVisibility(delivery.queue, delivery.message.receiptHandle, seconds);\n  return",
      `const answer = await ports.visibility.changeVisibility(
    delivery.queue,
    delivery.message.receiptHandle,
    seconds,
  );
  if (!answer.ok) throw answer.error;
  return`,
    ),
  },
  {
    name: "gate-blind-to-time",
    breaks: "step 2, too little time left on Lambda -> put back: an attempt is spent on nothing",
    test: STATES,
    ...edited("packages/engine/src/gate.ts", "remainingMs < neededMs", "remainingMs < 0"),
  },
  {
    name: "lambda-answers-late",
    breaks:
      "the handler answers before the deadline: finished tasks of a batch come back with the one that is late",
    test: LAMBDA,
    ...edited(
      "packages/lambda/src/sqs-handler.ts",
      "await Promise.race([work(), deadline.reached]);",
      "await Promise.all([work(), deadline.reached]);",
    ),
  },
  {
    name: "lambda-throws-for-one",
    breaks: "one record's trouble must not fail its neighbours: the whole batch comes back",
    test: LAMBDA,
    ...edited(
      "packages/lambda/src/record-delivery.ts",
      'logger.error("a delivery threw, which it never should: the message comes back", {',
      'throw error;\n    logger.error("a delivery threw, which it never should: the message comes back", {',
    ),
  },
  {
    name: "lambda-strikes-by-identifier",
    breaks: "an identifier that two records share is struck out only when both are acknowledged",
    test: LAMBDA,
    ...edited(
      "packages/lambda/src/batch-answer.ts",
      "failed.delete(index);",
      "const id = failed.get(index);\n      for (const [other, each] of failed) if (each === id) failed.delete(other);",
    ),
  },
  {
    name: "unknown-end-acknowledges",
    breaks:
      "step 7, acknowledge last: nobody knows whether its end is stored, and its message goes",
    test: "test/engine/refusals.test.ts",
    ...edited(
      "packages/engine/src/run-owned.ts",
      'return finishLeft(job, "its end could not be recorded", completed.error);',
      'return { ...finishLeft(job, "its end could not be recorded", completed.error), acknowledge: true };',
    ),
  },
  {
    name: "never-renewed",
    breaks:
      "step 1, receive count near the limit -> renew: SQS moves a task that could be run (P-no-renew)",
    test: "test/engine/states.test.ts",
    edits: [
      {
        file: "packages/engine/src/put-back.ts",
        find: "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 2)",
        replace: "if (delivery.message.receiveCount > MAX_RECEIVE_COUNT)",
      },
      {
        file: "packages/engine/src/put-back.ts",
        find: "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 1) return true;",
        replace: "",
      },
    ],
  },
  {
    name: "renewed-when-put-back-only",
    breaks:
      "step 1, receive count at maxReceiveCount - 1 -> renew before anything else: the count does not know reasons (L-renew-innocent-only)",
    test: "test/engine/states.test.ts",
    ...edited(
      "packages/engine/src/put-back.ts",
      "if (delivery.message.receiveCount >= MAX_RECEIVE_COUNT - 1) return true;",
      "",
    ),
  },
  {
    name: "old-message-kept",
    breaks:
      "step 1, older than 60 % of the retention -> renew: SQS drops a task that waits for long (G1)",
    test: "test/engine/states.test.ts",
    ...edited(
      "packages/engine/src/put-back.ts",
      "return now - delivery.message.sentAt > retentionMs * RENEWAL_AGE_SHARE;",
      "return now - delivery.message.sentAt > retentionMs / RENEWAL_AGE_SHARE;",
    ),
  },
  {
    name: "renewed-and-kept",
    breaks: "renew = send, then acknowledge: every renewal doubles the messages of a task",
    test: "test/engine/states.test.ts",
    ...edited(
      "packages/engine/src/put-back.ts",
      '? { acknowledge: true, result: "renewed" }',
      '? { acknowledge: false, result: "renewed" }',
    ),
  },
  {
    name: "input-after-message",
    breaks:
      "a large input goes to S3 before anything is sent: a worker finds none, and the task fails",
    test: "test/client/payloads.test.ts",
    edits: [
      {
        file: "packages/client/src/enqueue/store-task.ts",
        find: "input === undefined ? undefined : ports.payloads.put(input.key, input.text),",
        replace: "",
      },
      {
        file: "packages/client/src/enqueue/store-task.ts",
        find: "() => deliver(ports, prepared),",
        replace: `() =>
      deliver(ports, prepared).then((answer) => {
        if (input !== undefined) ports.payloads.put(input.key, input.text).catch(() => undefined);
        return answer;
      }),`,
      },
    ],
  },
  {
    name: "worker-overfills",
    breaks:
      "nothing that was received waits in memory: it takes ten messages whatever slots are free",
    test: "test/hosts/worker-slots.test.ts",
    ...edited(
      "packages/worker/src/poll-plan.ts",
      'return { kind: "poll", max: Math.min(MOST_PER_POLL, free) };',
      'return { kind: "poll", max: MOST_PER_POLL };',
    ),
  },
  {
    name: "drain-abandons",
    breaks: "drain: running tasks are given back at the deadline, as no attempt that counts",
    test: "test/hosts/worker-stop.test.ts",
    ...edited(
      "packages/worker/src/drain.ts",
      'consumer.shutDown(new CeleriacError("shutting-down", "the worker is shutting down"));',
      "void CeleriacError;",
    ),
  },
  {
    name: "renew-unchecked",
    breaks:
      "renew = send, then acknowledge: the copy was not sent, and the message goes (P-renew-delete-first)",
    test: "test/engine/put-back.test.ts",
    ...edited(
      "packages/engine/src/put-back.ts",
      ': { acknowledge: false, result: "left" };',
      ': { acknowledge: true, result: "left" };',
    ),
  },
];
