import { edited, type TestedVariant } from "../variant.ts";

const JUDGE = "packages/core/src/effect/judge-effect.ts";
const KEEPER = "packages/core/src/effect/effect-keeper.ts";
const EFFECT = "packages/engine/src/effect.ts";
const POWERTOOLS = "packages/aws/src/effects/powertools-effect-guard.ts";

const model = "packages/testing/src/models.test.ts";
const rules = "test/engine/effects.test.ts";
const faults = "test/engine/effects-under-faults.test.ts";
const powertools = "test/engine/powertools-guard.test.ts";

/** What an idempotency key names happens once within its window (G4). */
export const effectVariants: readonly TestedVariant[] = [
  {
    name: "effect-taken-back-by-an-older-attempt",
    breaks: "an attempt that stood still takes the effect from its task's next one",
    test: model,
    ...edited(
      JUDGE,
      'return isLater(claim, current) ? { kind: "take", current } : { kind: "stale" };',
      'return { kind: "take", current };',
    ),
  },
  {
    name: "effect-conflict-ignored",
    breaks: "another input gets the result of the first one",
    test: rules,
    ...edited(JUDGE, 'if (!same) return { kind: "conflict", current };', ""),
  },
  {
    name: "effect-window-ends-under-its-holder",
    breaks: "a run longer than the window is forgotten while it lasts",
    test: model,
    ...edited(JUDGE, "Math.max(now + windowMs, leaseUntil)", "now + windowMs"),
  },
  {
    name: "effect-own-claim-unknown",
    breaks: "a claim whose answer was lost is not recognised as one's own",
    test: "packages/core/src/effect/judge-effect.test.ts",
    ...edited(
      JUDGE,
      'if (current.state === "HELD" && current.owner === claim.owner) return { kind: "mine" };',
      "",
    ),
  },
  {
    name: "effect-completed-once-and-no-more",
    breaks: "one refused call loses what has happened",
    test: faults,
    ...edited(KEEPER, "if (round >= MAX_ROUNDS) throw error;", "if (round >= 1) throw error;"),
  },
  {
    name: "effect-reserved-with-its-token",
    breaks: "a handler that outlives its attempt completes the effect",
    test: model,
    ...edited(KEEPER, '{ owner: "", ...lease }', "{ ...lease }"),
  },
  {
    name: "effect-released-by-an-older-generation",
    breaks: "a late duplicate frees what a redrive is at",
    test: model,
    ...edited(KEEPER, " && current.generation === generation", ""),
  },
  {
    name: "effect-released-when-done",
    breaks: "a failed task frees what has happened",
    test: model,
    ...edited(KEEPER, 'current?.state === "HELD" && current.taskId', "current?.taskId"),
  },
  {
    name: "effect-never-released",
    breaks: "step 6: a task that failed keeps its key",
    test: rules,
    ...edited(
      "packages/engine/src/continue.ts",
      "if (!(await effectIsReleased(job, record))) return { done: false };",
      "",
    ),
  },
  {
    name: "effect-not-kept-by-the-heartbeat",
    breaks: "step 4: a long run loses its effect to the next task",
    test: rules,
    ...edited("packages/engine/src/run-owned.ts", "keep: hold?.keep,", "keep: undefined,"),
  },
  {
    name: "effect-lease-apart-from-the-task's",
    breaks: "step 4: the attempt goes on when only its effect's lease has ended",
    test: faults,
    ...edited(
      "packages/engine/src/heartbeat.ts",
      "options.keep?.() ?? true,",
      "(options.keep?.() ?? Promise.resolve(true)).catch(() => true),",
    ),
  },
  {
    name: "effect-rejects-its-own-task",
    breaks: "a crash after the effect ends its task as a repeat of itself",
    test: rules,
    ...edited(EFFECT, "if (answer.by === claimed.taskId) return", 'if (answer.by === "") return'),
  },
  {
    name: "effect-shares-a-stored-result",
    breaks: "two tasks refer to one stored result, which either may forget",
    test: rules,
    ...edited(EFFECT, 'if (result?.kind !== "stored") return', "if (result !== null) return"),
  },
  {
    name: "effect-begun-after-its-attempt",
    breaks: "step 4: a claim that is granted after the hard limit starts the handler",
    test: faults,
    ...edited(EFFECT, "if (closed) throw tooLate();", ""),
  },
  {
    name: "effect-switched-off-by-environment",
    breaks: "Powertools' switch for tests turns a promise off",
    test: powertools,
    ...edited(POWERTOOLS, "    return true;\n", "    return super.isEnabled();\n"),
  },
  {
    name: "effect-rerun-by-powertools",
    breaks: "an error of a name that Powertools knows runs the handler again at once",
    test: powertools,
    ...edited(POWERTOOLS, "throw new Performing();", "throw error;"),
  },
  {
    name: "effect-loss-untold",
    breaks: "an owner that was overtaken answers that it performed the effect",
    test: powertools,
    ...edited(POWERTOOLS, 'if (kept === false) return { kind: "lost" };', ""),
  },
  {
    name: "effect-keys-of-the-function's-name",
    breaks: "a Lambda function and a worker have a key space each",
    test: powertools,
    ...edited(
      POWERTOOLS,
      "    keyPrefix: effect.task,\n    dataIndexArgument: 0,",
      "    dataIndexArgument: 0,",
    ),
  },
];
