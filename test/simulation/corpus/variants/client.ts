import { edited, type SimulatedVariant } from "../variant.ts";

const REVOKE = "packages/client/src/follow/revoke.ts";
const STORE = "packages/client/src/enqueue/store-task.ts";
const REDRIVE = "packages/client/src/dead-letters/redrive.ts";

/** What a client promises: enqueue, revoke, redrive. */
export const clientVariants: readonly SimulatedVariant[] = [
  {
    name: "enqueue-unchecked",
    breaks: "G1: enqueue resolves though SQS did not take the message",
    ...edited(
      STORE,
      "{ body, group, delaySeconds: timing.delaySeconds });",
      "{ body, group, delaySeconds: timing.delaySeconds }).then((): StoreAnswer => ({ ok: true }));",
    ),
  },
  {
    name: "schedule-unchecked",
    breaks: "G1: enqueue resolves though the schedule of a late eta was not stored",
    run: { tasks: ["far"], kinds: ["refused"] },
    mostSeeds: 200,
    ...edited(
      STORE,
      "(cause: unknown): StoreAnswer => ({ ok: false, error: asError(cause), uncertain: true }),",
      "(): StoreAnswer => ({ ok: true }),",
    ),
  },
  {
    name: "revoke-flags-nothing",
    breaks: "revoke of STARTED sets a flag: a revoked task is tried again (P-revoke-no-flag)",
    ...edited(
      "packages/core/src/record/revocation.ts",
      "change: { revokeRequested: true, ...touched }",
      "change: touched",
    ),
  },
  {
    name: "revoke-spares-next-generation",
    breaks: "revoke of FAILURE keeps its next generation from starting (G7)",
    ...edited(
      "packages/core/src/record/revocation.ts",
      "change: { revokedGeneration, ...touched }",
      "change: touched",
    ),
  },
  {
    name: "revoke-loses-race",
    breaks: "a revoke is acknowledged when it is stored: a claim that came first goes on (G7)",
    run: { tasks: ["revoked-queued", "revoked-retry", "revoked-delayed"] },
    mostSeeds: 300,
    ...edited(
      REVOKE,
      'return written ? { answer: "revoked", record } : undefined;',
      'return { answer: "revoked", record: written ? record : { ...record } };',
    ),
  },
  {
    name: "redrive-unchecked",
    breaks: "redrive = send, then delete: the message was not sent, and the dead letter goes (G9)",
    run: { tasks: ["fails-once", "fails-twice"], kinds: ["refused"] },
    mostSeeds: 300,
    ...edited(
      REDRIVE,
      'return { result: "failed", remove: false, error: answer.error };',
      'return { result: "failed", remove: true, error: answer.error };',
    ),
  },
  {
    name: "redrive-keeps-generation",
    breaks:
      "a redrive raises the generation to the record's + 1: what SQS moved itself never runs again",
    ...edited(
      "packages/client/src/dead-letters/redrive-plan.ts",
      'return { kind: "send", envelope: anew(envelope, generation, now) };',
      'return { kind: "send", envelope: anew(envelope, record.generation, now) };',
    ),
  },
];
