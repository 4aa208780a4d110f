import { edited, type SimulatedVariant } from "../variant.ts";

const CONTINUE = "packages/engine/src/continue.ts";
const DEAD_LETTER = "packages/engine/src/dead-letter.ts";

/** Steps 6 and 7: what follows a final state, and dead letters. */
export const continueVariants: readonly SimulatedVariant[] = [
  {
    name: "duplicate-only-acknowledged",
    breaks:
      "step 6, a duplicate of a finished task continues again: a crash in between loses what follows (P-dup-only-acks)",
    ...edited(
      "packages/engine/src/run-claimed.ts",
      'case "final":\n      return',
      'case "final":\n      if (!result.written) return outcomeOf(job, "repeated", true);\n      return',
    ),
  },
  {
    name: "dead-letter-unraised",
    breaks:
      "step 6, the copy carries generation + 1: no redrive can run it again (P-gen-not-raised)",
    ...edited(
      DEAD_LETTER,
      "generation: envelope.generation + 1",
      "generation: envelope.generation",
    ),
  },
  {
    name: "dead-letter-before-failure",
    breaks:
      "step 6, the copy only when FAILURE is known: a dead letter of a task that may yet be revoked, or taken over (P-dead-before-failure)",
    ...edited(
      "packages/engine/src/run-owned.ts",
      "const completed = await complete(",
      `if (end.state === "FAILURE") {
    await finishFinal(job, { ...claimed, state: "FAILURE", reason: end.reason }, "failed");
  }
  const completed = await complete(`,
    ),
  },
  {
    name: "dead-letter-marked-first",
    breaks:
      "step 6, the copy, then the mark: a crash in between leaves a failure without a dead letter",
    run: {
      tasks: ["fails-once", "fails-twice", "invalid"],
      kinds: ["crash-before", "crash-after"],
    },
    ...edited(
      CONTINUE,
      "const sent = await deadLetter(ports,",
      `const mark = { kind: "revision", revision: record.revision } as const;
  await patiently(ports, () =>
    ports.store.update(record.taskId, mark, { deadLetteredGeneration: generation }),
  );
  const sent = await deadLetter(ports,`,
    ),
  },
  {
    name: "dead-letter-unchecked",
    breaks: "step 7, acknowledge last: the copy was not sent, and the message goes (G9)",
    ...edited(
      "packages/engine/src/finish.ts",
      'if (!continued.done) return finishWaiting(job, CONTINUE_AGAIN_WAIT_MS, "left");',
      "void CONTINUE_AGAIN_WAIT_MS;",
    ),
  },
  {
    name: "undecodable-unchecked",
    breaks:
      "step 1, not an envelope -> dead-letter it: the copy was not sent, and the message goes (G9)",
    run: { tasks: ["call-ok"], kinds: ["refused"] },
    mostSeeds: 300,
    ...edited(
      "packages/engine/src/deliver.ts",
      'return { acknowledge: sent.ok, result: sent.ok ? "dead-lettered" : "left" };',
      'return { acknowledge: true, result: sent.ok ? "dead-lettered" : "left" };',
    ),
  },
  {
    name: "newer-version-dropped",
    breaks: "step 1, a newer version is released, never dropped",
    run: { tasks: ["ok"] },
    mostSeeds: 100,
    ...edited(
      "packages/engine/src/deliver.ts",
      'if (decoded.kind === "newer-version") return putBack(ports, delivery, NEWER_VERSION_WAIT_MS);',
      'if (decoded.kind === "newer-version") return { acknowledge: NEWER_VERSION_WAIT_MS > 0, result: "left" };',
    ),
  },
  {
    name: "untracked-failure-forgotten",
    breaks: "untracked: every failure goes through the whole protocol",
    ...edited(
      "packages/engine/src/run-untracked.ts",
      'if (end.kind === "returned" && end.output.kind === "ready") {',
      'if (end.kind !== "stopped") {',
    ),
  },
];
