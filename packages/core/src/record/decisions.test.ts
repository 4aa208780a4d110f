import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { CLOCK_SKEW_MS } from "../limits.ts";
import { burialChange, expiryChange } from "./burial.ts";
import { type ClaimRequest, emptyRecord, judgeClaim, takeoverChange } from "./claim.ts";
import { completionChange, judgeRefusedCompletion } from "./completion.ts";
import { judgeRevoke } from "./revocation.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";
import { isLegalTransition, type RecordedState } from "./task-state.ts";

const NOW = 1_700_000_000_000;
const STATES: readonly RecordedState[] = [
  "STARTED",
  "RETRY",
  "SUCCESS",
  "FAILURE",
  "REVOKED",
  "EXPIRED",
];
const GENERATIONS = [0, 1, 2];

const envelope = (generation: number): Envelope => ({
  version: 1,
  taskId: "id",
  task: "a.b",
  generation,
  enqueuedAt: NOW - 1000,
  hops: 0,
});
const request = (generation: number): ClaimRequest => ({
  envelope: envelope(generation),
  queue: "default",
  owner: "me",
  host: "host-b",
  now: NOW,
  leaseUntil: NOW + 30_000,
  lostWorkerLimit: 3,
});

/** Every combination of what a claim or a revoke looks at. RETRY is only ever written while no flag stands. */
function* records(): Generator<TaskRecord> {
  const leases = [0, NOW - CLOCK_SKEW_MS - 1, NOW - CLOCK_SKEW_MS, NOW - 1, NOW + 20_000];
  for (const state of STATES)
    for (const generation of GENERATIONS)
      for (const leaseUntil of leases)
        for (const nextAttemptAt of [0, NOW - 1, NOW, NOW + 7000])
          for (const revokeRequested of state === "RETRY" ? [false] : [false, true])
            for (const [attempts, excused] of [
              [1, 0],
              [2, 0],
              [3, 0],
              [4, 2],
            ] as const)
              for (const owner of ["me", "other"])
                for (const revokedGeneration of [undefined, generation + 1])
                  yield {
                    ...emptyRecord(envelope(generation), "default", NOW - 500),
                    state,
                    attempts,
                    excused,
                    owner,
                    leaseUntil,
                    nextAttemptAt,
                    revokeRequested,
                    revokedGeneration,
                    firstStartedAt: NOW - 400,
                  };
}

function apply(current: TaskRecord, change: RecordChange): TaskRecord {
  return { ...current, ...change, revision: current.revision + 1 };
}

/** An expectation that costs next to nothing while it holds: there are tens of thousands of cases. */
function must(holds: boolean, what: string, ...shown: readonly unknown[]): void {
  if (!holds) expect.fail(`${what}: ${JSON.stringify(shown, null, 2)}`);
}

/** What must hold of every write, whatever was decided. */
function checkWrite(before: TaskRecord, after: TaskRecord): void {
  const same = before.generation === after.generation;
  must(isLegalTransition(before, after), "an illegal transition", before, after);
  must(after.generation >= before.generation, "a generation that falls", before, after);
  must(!same || after.attempts >= before.attempts, "attempts that fall", before, after);
  must(!same || after.excused >= before.excused, "excused attempts that fall", before, after);
  must(after.removeAfter >= before.removeAfter, "a record that goes earlier", before, after);
}

/** What a claim on this record would write; `undefined` when nothing. */
function claimed(current: TaskRecord, generation: number): TaskRecord | undefined {
  const asked = request(generation);
  const decision = judgeClaim(current, asked);
  if (decision.kind === "take") return apply(current, takeoverChange(current, asked));
  if (decision.kind === "isolate") {
    const alone = { ...asked, alone: true };
    must(judgeClaim(current, alone).kind === "take", "not taken even alone", current);
    return apply(current, takeoverChange(current, alone));
  }
  if (decision.kind === "bury") {
    return apply(current, burialChange(current, generation, decision.as, NOW));
  }
  return undefined;
}

describe("A claim is decided for every record, and what it writes is legal", () => {
  it("in every combination of states, generations, leases, flags, attempts and owners", () => {
    const kinds = new Set<string>();
    for (const current of records()) {
      for (const generation of GENERATIONS) {
        const decision = judgeClaim(current, request(generation));
        kinds.add(decision.kind === "wait" ? decision.why : decision.kind);
        must(decision.kind !== "wait" || decision.waitMs > 0, "a wait of no time", current);
        const after = claimed(current, generation);
        if (after === undefined) continue;
        checkWrite(current, after);
        must(after.generation === generation, "another generation", current, after);
        // What may be claimed may also be declared expired: for generation 0 only, where `expires` counts.
        if (decision.kind === "take" && generation === 0) {
          checkWrite(current, apply(current, expiryChange(NOW)));
        }
      }
    }
    expect([...kinds].sort()).toEqual([
      "ahead",
      "bury",
      "early",
      "final",
      "held",
      "isolate",
      "mine",
      "superseded",
      "take",
    ]);
  });

  it("never starts an attempt that a live owner, a revoke or an end stands against", () => {
    for (const current of records()) {
      for (const generation of GENERATIONS) {
        const after = claimed(current, generation);
        if (after?.state !== "STARTED") continue;
        must(after.owner === "me" && after.leaseUntil === NOW + 30_000, "not mine", after);
        must(after.nextAttemptAt === 0 && !after.revokeRequested, "not cleared", after);
        if (current.generation !== generation) {
          must(current.state === "FAILURE", "a generation that had not failed", current);
          must(current.revokedGeneration !== generation, "a revoked generation", current);
          must(after.attempts === 1 && after.excused === 0, "attempts that go on", after);
          must(after.firstStartedAt === NOW, "an elapsed time that goes on", after);
        } else if (current.state === "STARTED") {
          must(current.leaseUntil + CLOCK_SKEW_MS <= NOW, "a live owner", current);
          must(!current.revokeRequested, "a revoked attempt", current);
          must(current.attempts - current.excused < 3, "an attempt too many", current);
        } else {
          must(current.state === "RETRY", "an ended generation", current);
          must(current.nextAttemptAt <= NOW, "a retry before its time", current);
        }
      }
    }
  });
});

describe("A revoke is decided for every record, and what it writes is legal", () => {
  it("in every combination", () => {
    for (const current of records()) {
      const decision = judgeRevoke(current, NOW);
      if (decision.kind === "insert") throw new Error("there is a record");
      if (decision.kind === "answer") continue;
      const after = apply(current, decision.change);
      must(after.generation === current.generation, "another generation", after);
      must(after.removeAfter >= current.removeAfter, "a record that goes earlier", after);
      if (after.state !== current.state) checkWrite(current, after);
      // Acknowledged: neither this generation nor, of a failed task, the next one starts again.
      const idle = { ...after, leaseUntil: 0, nextAttemptAt: 0, owner: "other" };
      for (const generation of [current.generation, current.generation + 1]) {
        const later = claimed(idle, generation);
        must(later?.state !== "STARTED", "a start after the revoke", after, later);
      }
    }
  });
});

describe("A refused completion is judged for every record", () => {
  it("in every combination: it is done, it is revoked, or it is lost", () => {
    const mine = { owner: "me", generation: 1 };
    for (const current of records()) {
      const isMine = current.owner === "me" && current.generation === 1;
      for (const wanted of ["SUCCESS", "FAILURE", "RETRY", "REVOKED"] as const) {
        const { kind } = judgeRefusedCompletion(current, mine, wanted);
        must(isMine || kind === "lost", "done, though another's", current);
        const stands = current.state === wanted || current.state === "REVOKED";
        must(kind !== "done" || stands, "done, though it does not stand there", current);
        if (kind !== "revoke") continue;
        must(current.revokeRequested, "revoked, though nobody asked", current);
        const end = completionChange(current, { state: "REVOKED" }, NOW, undefined);
        checkWrite(current, apply(current, end));
      }
    }
  });
});
