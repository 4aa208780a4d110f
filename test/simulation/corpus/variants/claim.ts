import { edited, type SimulatedVariant } from "../variant.ts";

const CLAIM = "packages/core/src/record/claim.ts";
const ENGINE = "packages/engine/src/claim.ts";

/** Step 3: who may start an attempt. */
export const claimVariants: readonly SimulatedVariant[] = [
  {
    name: "claim-older-generation",
    breaks:
      "step 3, older generation = acknowledge: an old duplicate claims what a redrive started (L-no-gen-match)",
    run: { tasks: ["fails-then-flaky"] },
    mostSeeds: 300,
    ...edited(
      CLAIM,
      'if (generation < current.generation) return { kind: "superseded", current };',
      "",
    ),
  },
  {
    name: "claim-keeps-generation",
    breaks:
      "step 3, the claim writes its generation: a redrive reopens the failed one (P-gen-kept)",
    ...edited(
      CLAIM,
      "newGenerationChange(envelope.generation)),",
      "newGenerationChange(current.generation)),",
    ),
  },
  {
    name: "claim-final",
    breaks: "step 3, final -> step 6: a duplicate runs a finished task again",
    ...edited(CLAIM, 'if (isFinal(current.state)) return { kind: "final", current };\n  if', "if"),
  },
  {
    name: "claim-live-lease",
    breaks:
      "step 3, STARTED only when its lease ended: a duplicate takes the task from a live owner",
    ...edited(CLAIM, "if (heldMs > 0)", "if (heldMs > 3_600_000)"),
  },
  {
    name: "claim-retry-early",
    breaks:
      "step 3, RETRY whose time has come: an early duplicate starts before the backoff is over",
    ...edited(CLAIM, "const waitMs = current.nextAttemptAt - request.now;", "const waitMs = 0;"),
  },
  {
    name: "claim-counts-nothing",
    breaks:
      "step 3, attempts + 1: a task that kills its process is started for ever (P-count-late)",
    run: { tasks: ["flaky", "poison"] },
    ...edited(
      CLAIM,
      "sameGeneration ? current.attempts + 1 : 1",
      "sameGeneration ? current.attempts : 1",
    ),
  },
  {
    name: "claim-without-limit",
    breaks:
      "step 3, attempts at the limit -> worker-lost: a task that kills its process is started for ever",
    ...edited(
      CLAIM,
      "current.attempts - current.excused >= request.lostWorkerLimit",
      "current.attempts >= 1e6",
    ),
  },
  {
    name: "claim-over-flag",
    breaks: "step 3, no revoke flag: a revoked task whose worker died is started again (G7)",
    ...edited(
      CLAIM,
      'if (current.revokeRequested) return { kind: "bury", as: "REVOKED", current };',
      "",
    ),
  },
  {
    name: "claim-revoked-generation",
    breaks: "revoke of FAILURE: the next generation starts all the same (G7)",
    ...edited(
      CLAIM,
      "if (current.revokedGeneration === generation)",
      "if (current.revokedGeneration === -1)",
    ),
  },
  {
    name: "records-die-young",
    breaks:
      "records outlive every message: a late duplicate finds none and runs again (L-short-ttl)",
    ...edited("packages/core/src/record/retention.ts", "+ RECORD_LIFETIME_MS;", "+ 5000;"),
  },
  {
    name: "claim-unknown-granted",
    breaks:
      "step 3, a claim is known by its own token: one that was refused is run without a record",
    run: { tasks: ["ok", "flaky"], kinds: ["refused"] },
    mostSeeds: 100,
    ...edited(
      ENGINE,
      "lastError = error;",
      'lastError = error;\n      if (step.result.kind === "claimed") return step.result;',
    ),
  },
  {
    name: "held-acknowledged",
    breaks: "step 3, held -> put back: the only message goes while its owner may die (P-held-acks)",
    ...edited(
      "packages/engine/src/run-claimed.ts",
      'return finishWaiting(job, result.waitMs, "put-back");',
      'return outcomeOf(job, "put-back", true);',
    ),
  },
  {
    name: "superseded-put-back",
    breaks: "step 3, older generation = acknowledge: its message circulates for ever",
    ...edited(
      "packages/engine/src/run-claimed.ts",
      'return outcomeOf(job, "superseded", true);',
      'return finishWaiting(job, 1000, "superseded");',
    ),
  },
  {
    name: "flagged-acknowledged",
    breaks:
      "step 3, lease over but flagged -> REVOKED: no final state, and no message left (L-revoked-acks)",
    ...edited(
      ENGINE,
      "const { as, current: dead } = decision;",
      'const { as, current: dead } = decision;\n      if (as === "REVOKED") return answer({ kind: "superseded" });',
    ),
  },
  {
    name: "expire-blind",
    breaks:
      "step 2, EXPIRED only where a claim would be allowed: a live attempt is declared EXPIRED (L-expire-blind)",
    run: { tasks: ["expiring-long"] },
    ...edited(
      ENGINE,
      "const decision = judgeClaim(current, request);",
      'if (expire && current?.state === "STARTED") return writeOver(current, expiryChange(request.now), "final");\n  const decision = judgeClaim(current, request);',
    ),
  },
  {
    name: "tick-without-claim",
    breaks:
      "an untracked tick goes through the whole protocol: fired twice, it is two messages that are each received for the first time (G10)",
    run: { tasks: ["tick-quiet"] },
    ...edited(
      "packages/engine/src/deliver.ts",
      "job.envelope.tick === undefined &&",
      "job.envelope.tick !== 0 &&",
    ),
  },
  {
    name: "owner-per-process",
    breaks:
      "the token is made once per delivery: a duplicate in the same process takes the other's claim for its own",
    ...edited(
      "packages/engine/src/deliver.ts",
      "owner: context.ports.random.hex(OWNER_BYTES)",
      "owner: context.host.padEnd(OWNER_BYTES)",
    ),
  },
];
