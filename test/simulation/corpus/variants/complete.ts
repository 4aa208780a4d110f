import { edited, type SimulatedVariant } from "../variant.ts";

const COMPLETE = "packages/engine/src/complete.ts";
const OWNED = "packages/engine/src/run-owned.ts";
const HEARTBEAT = "packages/engine/src/heartbeat.ts";

/** Steps 4 and 5: how an attempt ends. */
export const completeVariants: readonly SimulatedVariant[] = [
  {
    name: "complete-unfenced",
    breaks:
      "step 5, on condition STARTED and mine: a lost owner overwrites what another has written (P-unfenced)",
    ...edited(
      COMPLETE,
      "if (answer.written) return undefined;",
      `if (answer.written || answer.current === undefined) return undefined;
  await ports.store.update(
    claimed.taskId,
    { kind: "revision", revision: answer.current.revision },
    completionChange(claimed, end, ports.clock.now(), progress),
  );
  return undefined;`,
    ),
  },
  {
    name: "retry-ignores-revoke",
    breaks:
      "step 5, RETRY and FAILURE yield to a revoke flag: a revoked task is tried again (P-retry-ignores-revoke)",
    run: { tasks: ["revoked-retry", "revoked-failing"] },
    ...edited(
      COMPLETE,
      'unlessRevoked: end.state === "RETRY" || end.state === "FAILURE",',
      "unlessRevoked: false,",
    ),
  },
  {
    name: "refused-end-is-done",
    breaks:
      "step 5, refused with my token in the state I wanted = done, and no other refusal is: a flagged failure is acknowledged unrecorded",
    run: { tasks: ["revoked-failing"] },
    mostSeeds: 200,
    edits: [
      {
        file: "packages/core/src/record/completion.ts",
        find: 'if (current.state === wanted || current.state === "REVOKED")',
        replace: "if (current.state !== undefined)",
      },
      {
        file: COMPLETE,
        find: 'refusal.current.state as AttemptEnd["state"]',
        replace: "end.state",
      },
    ],
  },
  {
    name: "lost-owner-acknowledges",
    breaks: "losing to another owner = leave the message alone: that owner may die (L-lost-acks)",
    run: { tasks: ["paused-at-end"] },
    mostSeeds: 400,
    ...edited(
      OWNED,
      'if (completed.kind === "lost") return',
      'if (completed.kind === "lost") return { ...finishLeft(job, "lost"), acknowledge: true };\n  if (completed.kind === "lost") return',
    ),
  },
  {
    name: "lost-lease-acknowledges",
    breaks: "step 4, lease over = leave the message alone",
    run: { tasks: ["paused"] },
    mostSeeds: 100,
    ...edited(
      OWNED,
      "if (end === undefined) return",
      'if (end === undefined) return { ...finishLeft(job, "lost"), acknowledge: true };\n  if (end === undefined) return',
    ),
  },
  {
    name: "retry-acknowledged",
    breaks: "step 5, RETRY -> put back: the message that would start it again is deleted",
    ...edited(
      OWNED,
      'return finishWaiting(job, waitMs, excused ? "snoozed" : "retried");',
      'return { ...(await finishWaiting(job, waitMs, excused ? "snoozed" : "retried")), acknowledge: true };',
    ),
  },
  {
    name: "retry-without-limit",
    breaks: "a policy's limit of attempts: what always fails is tried for ever",
    ...edited(
      "packages/core/src/retry/decide-retry.ts",
      "if (countedAttempts > policy.maxRetries ||",
      "if (countedAttempts > 1e6 ||",
    ),
  },
  {
    name: "heartbeat-left-running",
    breaks:
      "step 4, the heartbeat has ended before step 5: it hides the message of a RETRY for ever",
    ...edited(HEARTBEAT, "stopped = true;\n      cancelBeat();\n      cancelWatch();", ""),
  },
  {
    name: "heartbeat-silent",
    breaks:
      "step 4, the heartbeat extends the lease: a live owner of a long task is taken for dead",
    ...edited(HEARTBEAT, "if (claimed !== undefined) tries.push(extendLease(claimed));", ""),
  },
  {
    name: "idempotency-key-counts",
    breaks:
      "G4: ctx.idempotencyKey holds neither attempt nor generation, or every further attempt repeats the effect (P-effect-key-attempt)",
    ...edited(
      "packages/engine/src/task-context.ts",
      "idempotencyKey: ",
      "idempotencyKey: String(attempt) + ",
    ),
  },
];
