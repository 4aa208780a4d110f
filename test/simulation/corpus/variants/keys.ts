import { edited, type SimulatedVariant, type TestedVariant } from "../variant.ts";

const JUDGE_LOCK = "packages/core/src/unique/judge-lock.ts";
const CLAIM = "packages/core/src/record/claim.ts";
const UNIQUE_FAULTS = "test/client/unique-faults.test.ts";
const EFFECTS = "test/engine/effects.test.ts";

/** Unique keys, and the last chance of a task whose processes died. */
export const simulatedKeyVariants: readonly SimulatedVariant[] = [
  {
    name: "unique-sends-first",
    breaks: "unique: the lock, then the message; two of one key run (P-unique-send-first)",
    run: { tasks: ["single-a", "single-b", "single-c"] },
    ...edited(
      "packages/client/src/enqueue/store-unique.ts",
      "let turn: Turn;",
      "const first = await storeTask(ports, prepared);\n  if (!first.ok) return first;\n  let turn: Turn;",
    ),
  },
  {
    name: "last-chance-in-company",
    breaks: "poison: what shares the process of a task's last attempt shares its fate",
    ...edited(CLAIM, 'isLastChance && request.alone !== true ? "isolate" : "take"', '"take"'),
  },
];

/** Keys where no history shows it: whoever enqueues tries again until it is stored, and a lost key costs a wait only. */
export const keyVariants: readonly TestedVariant[] = [
  {
    name: "unique-joins-unsent",
    breaks:
      "unique: who meets an unsent lock sends for its task; a crash leaves a key of a task that never runs (L-unique-no-sent)",
    test: UNIQUE_FAULTS,
    ...edited(
      JUDGE_LOCK,
      'return lock.sent ? { kind: "join" } : { kind: "send" };',
      'return { kind: "join" };',
    ),
  },
  {
    name: "unique-joins-finished",
    breaks:
      "unique: a lock whose task is final is taken over; a late write locks the key for its window (L-unique-no-takeover)",
    test: "packages/core/src/unique/judge-lock.test.ts",
    ...edited(
      JUDGE_LOCK,
      'if (holder !== undefined && isFinal(holder.state)) return { kind: "take" };',
      "",
    ),
  },
  {
    name: "unique-never-released",
    breaks: "unique: step 6 releases the lock",
    test: "test/engine/unique.test.ts",
    ...edited("packages/engine/src/continue.ts", "await releaseLock(job);", ""),
  },
  {
    name: "effect-unreserved",
    breaks:
      "idempotency: a task that is tried again keeps its key: another performs the effect meanwhile",
    test: EFFECTS,
    ...edited(
      "packages/engine/src/run-owned.ts",
      'if (end.state === "RETRY") await ending.hold?.reserve(end.nextAttemptAt);',
      "",
    ),
  },
];
