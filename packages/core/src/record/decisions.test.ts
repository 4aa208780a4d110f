import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { CLOCK_SKEW_MS } from "../limits.ts";
import { burialChange, expiryChange } from "./burial.ts";
import {
  type ClaimRequest,
  emptyRecord,
  judgeClaim,
  startedRecord,
  takeoverChange,
} from "./claim.ts";
import { type AttemptEnd, completionChange, judgeRefusedCompletion } from "./completion.ts";
import { RECORD_LIFETIME_MS } from "./retention.ts";
import { judgeRevoke, revokedRecord } from "./revocation.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";
import { isFinal, isLegalTransition, type RecordedState } from "./task-state.ts";

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

/** What must hold of every write, whatever was decided. */
function checkWrite(before: TaskRecord, after: TaskRecord): void {
  if (
    before.state !== after.state ||
    before.generation !== after.generation ||
    isFinal(before.state)
  ) {
    expect(isLegalTransition(before, after)).toBe(true);
  }
  expect(after.generation).toBeGreaterThanOrEqual(before.generation);
  if (after.generation === before.generation) {
    expect(isFinal(before.state)).toBe(false);
    expect(after.attempts).toBeGreaterThanOrEqual(before.attempts);
    expect(after.excused).toBeGreaterThanOrEqual(before.excused);
  }
  expect(after.removeAfter).toBeGreaterThanOrEqual(before.removeAfter);
}

/** What a claim on this record would write; `undefined` when nothing. */
function claimed(current: TaskRecord, generation: number): TaskRecord | undefined {
  const decision = judgeClaim(current, request(generation));
  if (decision.kind === "take") return apply(current, takeoverChange(current, request(generation)));
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
        if (decision.kind === "wait") expect(decision.waitMs).toBeGreaterThan(0);
        const after = claimed(current, generation);
        if (after === undefined) continue;
        checkWrite(current, after);
        expect(after.generation).toBe(generation);
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
        expect(after).toMatchObject({
          owner: "me",
          leaseUntil: NOW + 30_000,
          nextAttemptAt: 0,
          revokeRequested: false,
        });
        if (current.generation !== generation) {
          expect(current.state).toBe("FAILURE");
          expect(current.revokedGeneration).not.toBe(generation);
          expect(after).toMatchObject({ attempts: 1, excused: 0, firstStartedAt: NOW });
        } else if (current.state === "STARTED") {
          expect(current.leaseUntil + CLOCK_SKEW_MS).toBeLessThanOrEqual(NOW);
          expect(current.revokeRequested).toBe(false);
          expect(current.attempts - current.excused).toBeLessThan(3);
        } else {
          expect(current.state).toBe("RETRY");
          expect(current.nextAttemptAt).toBeLessThanOrEqual(NOW);
        }
      }
    }
  });
});

describe("A claim follows delivery.md, step 3", () => {
  const record = (change: Partial<TaskRecord>): TaskRecord => ({
    ...startedRecord({ ...request(0), owner: "other", host: "host-a" }),
    leaseUntil: NOW - CLOCK_SKEW_MS,
    ...change,
  });
  const judge = (current: TaskRecord | undefined, generation = 0): object =>
    judgeClaim(current, request(generation));

  it("starts where nothing is recorded", () => {
    expect(judge(undefined)).toEqual({ kind: "start" });
    expect(startedRecord(request(2))).toMatchObject({
      state: "STARTED",
      revision: 1,
      generation: 2,
      attempts: 1,
      excused: 0,
      owner: "me",
      host: "host-b",
      startedAt: NOW,
      firstStartedAt: NOW,
      enqueuedAt: NOW - 1000,
      revokeRequested: false,
      removeAfter: NOW + RECORD_LIFETIME_MS,
    });
  });

  it("recognises its own claim, whose answer was lost, even after the lease", () => {
    expect(judge(record({ owner: "me" }))).toMatchObject({ kind: "mine" });
  });

  it("waits for a live owner for the rest of its lease and the skew", () => {
    expect(judge(record({ leaseUntil: NOW }))).toMatchObject({
      kind: "wait",
      why: "held",
      waitMs: CLOCK_SKEW_MS,
    });
  });

  it("waits for a retry's time", () => {
    const waiting = record({ state: "RETRY", nextAttemptAt: NOW + 1 });
    expect(judge(waiting)).toMatchObject({ kind: "wait", why: "early", waitMs: 1 });
    expect(judge({ ...waiting, nextAttemptAt: NOW })).toMatchObject({ kind: "take" });
  });

  it("waits at least 5 s where an older generation has not ended, and for its lease or retry", () => {
    expect(judge(record({}), 1)).toMatchObject({ kind: "wait", why: "ahead", waitMs: 5000 });
    const held = record({ leaseUntil: NOW + 20_000 });
    expect(judge(held, 1)).toMatchObject({ waitMs: 20_000 });
  });

  it("buries a dead attempt that was revoked, or that died as often as it may", () => {
    expect(judge(record({ revokeRequested: true, attempts: 3 }))).toMatchObject({
      kind: "bury",
      as: "REVOKED",
    });
    const lost = record({ attempts: 3 });
    expect(judge(lost)).toMatchObject({ kind: "bury", as: "FAILURE" });
    expect(judge(record({ attempts: 3, excused: 1 }))).toMatchObject({ kind: "take" });
    expect(burialChange(lost, 0, "FAILURE", NOW)).toMatchObject({
      state: "FAILURE",
      reason: "worker-lost",
      finishedAt: NOW,
      error: {
        name: "WorkerLostError",
        code: "worker-lost",
        message: "the process that ran it ended without a word 3 times, last on host-a",
      },
    });
    expect(burialChange(record({ host: undefined }), 0, "FAILURE", NOW).error?.message).toBe(
      "the process that ran it ended without a word 1 times",
    );
  });

  it("ends a revoked generation before it starts, and clears what belonged to the last one", () => {
    const failed = record({
      state: "FAILURE",
      revokedGeneration: 1,
      reason: "error",
      error: { name: "E", message: "m" },
    });
    expect(judge(failed, 1)).toMatchObject({ kind: "bury", as: "REVOKED" });
    expect(apply(failed, burialChange(failed, 1, "REVOKED", NOW))).toMatchObject({
      state: "REVOKED",
      generation: 1,
      attempts: 0,
      reason: undefined,
      error: undefined,
      revokedGeneration: undefined,
    });
    expect(judge(failed, 2)).toMatchObject({ kind: "take" });
  });

  it("acknowledges what is behind the record, and repeats the end of what has ended", () => {
    expect(judge(record({ generation: 1 }))).toMatchObject({ kind: "superseded" });
    expect(judge(record({ state: "SUCCESS" }), 1)).toMatchObject({ kind: "superseded" });
    for (const state of ["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"] as const) {
      expect(judge(record({ state }))).toMatchObject({ kind: "final" });
    }
  });

  it("counts a further attempt of the same generation, and keeps its first start", () => {
    const current = record({ state: "RETRY", attempts: 2, firstStartedAt: NOW - 9 });
    expect(takeoverChange(current, request(0))).toMatchObject({
      attempts: 3,
      firstStartedAt: NOW - 9,
      startedAt: NOW,
    });
    const { firstStartedAt: _, ...never } = current;
    expect(takeoverChange(never, request(0))).toMatchObject({ firstStartedAt: NOW });
  });
});

describe("A revoke is decided for every record, and what it writes is legal", () => {
  it("in every combination", () => {
    for (const current of records()) {
      const decision = judgeRevoke(current, NOW);
      if (decision.kind === "insert") throw new Error("there is a record");
      if (decision.kind === "answer") continue;
      const after = apply(current, decision.change);
      expect(after.generation).toBe(current.generation);
      expect(after.removeAfter).toBeGreaterThanOrEqual(current.removeAfter);
      if (after.state !== current.state) expect(isLegalTransition(current, after)).toBe(true);
      // Acknowledged: neither this generation nor, of a failed task, the next one starts again.
      for (const generation of [current.generation, current.generation + 1]) {
        const later = claimed(
          { ...after, leaseUntil: 0, nextAttemptAt: 0, owner: "other" },
          generation,
        );
        expect(later?.state).not.toBe("STARTED");
      }
    }
  });

  it.each([
    ["RETRY", "revoked"],
    ["STARTED", "requested"],
    ["FAILURE", "revoked"],
    ["REVOKED", "revoked"],
    ["SUCCESS", "too-late"],
    ["EXPIRED", "too-late"],
  ] as const)("%s: %s, and the same the second time", (state, answer) => {
    const current: TaskRecord = { ...startedRecord(request(0)), state };
    const first = judgeRevoke(current, NOW);
    expect(first).toMatchObject({ answer });
    const after = first.kind === "write" ? apply(current, first.change) : current;
    expect(judgeRevoke(after, NOW + 1)).toEqual({ kind: "answer", answer });
  });

  it("writes a record where there is none, that outlives the task's eta", () => {
    expect(judgeRevoke(undefined, NOW)).toEqual({ kind: "insert" });
    const eta = NOW + 60 * 86_400_000;
    expect(revokedRecord({ ...envelope(0), eta }, "default", NOW)).toMatchObject({
      state: "REVOKED",
      attempts: 0,
      finishedAt: NOW,
      removeAfter: eta + RECORD_LIFETIME_MS,
    });
  });
});

describe("A refused completion is judged for every record", () => {
  it("in every combination: it is done, it is revoked, or it is lost", () => {
    const mine = { owner: "me", generation: 1 };
    for (const current of records()) {
      for (const wanted of ["SUCCESS", "FAILURE", "RETRY", "REVOKED"] as const) {
        const judged = judgeRefusedCompletion(current, mine, wanted);
        const isMine = current.owner === "me" && current.generation === 1;
        if (!isMine) expect(judged.kind).toBe("lost");
        if (judged.kind === "done") expect([wanted, "REVOKED"]).toContain(current.state);
        if (judged.kind !== "revoke") continue;
        expect(current.revokeRequested).toBe(true);
        const end = completionChange(current, { state: "REVOKED" }, NOW, undefined);
        checkWrite(current, apply(current, end));
      }
    }
  });

  it("takes its own write for done, whose answer was lost", () => {
    const mine = startedRecord(request(0));
    expect(judgeRefusedCompletion({ ...mine, state: "SUCCESS" }, mine, "SUCCESS").kind).toBe(
      "done",
    );
    expect(judgeRefusedCompletion({ ...mine, state: "REVOKED" }, mine, "RETRY").kind).toBe("done");
    expect(judgeRefusedCompletion({ ...mine, revokeRequested: true }, mine, "FAILURE").kind).toBe(
      "revoke",
    );
    expect(judgeRefusedCompletion({ ...mine, state: "FAILURE" }, mine, "SUCCESS").kind).toBe(
      "lost",
    );
    expect(judgeRefusedCompletion(mine, mine, "SUCCESS").kind).toBe("lost");
    expect(judgeRefusedCompletion(undefined, mine, "SUCCESS").kind).toBe("lost");
  });
});

describe("The end of an attempt is one legal write", () => {
  const running: TaskRecord = {
    ...startedRecord(request(0)),
    excused: 1,
    error: { name: "E", message: "before" },
  };
  const ends: readonly AttemptEnd[] = [
    { state: "SUCCESS", result: { kind: "inline", value: 1 }, resultExpiresAt: NOW + 9 },
    {
      state: "FAILURE",
      reason: "error",
      error: { name: "E", message: "m" },
      resultExpiresAt: NOW + 9,
    },
    { state: "RETRY", nextAttemptAt: NOW + 5, error: { name: "E", message: "m" }, excused: false },
    { state: "RETRY", nextAttemptAt: NOW + 5, error: undefined, excused: true },
    { state: "REVOKED" },
  ];

  it.each(ends)("$state", (end) => {
    const after = apply(running, completionChange(running, end, NOW, undefined));
    checkWrite(running, after);
    expect(after.state).toBe(end.state);
    expect(after.finishedAt).toBe(isFinal(end.state) ? NOW : undefined);
    expect(after.excused).toBe(end.state === "RETRY" && end.excused ? 2 : 1);
    expect("progress" in completionChange(running, end, NOW, undefined)).toBe(false);
    expect(completionChange(running, end, NOW, { value: { done: 3 } }).progress).toEqual({
      done: 3,
    });
  });

  it("forgets the last attempt's error when it succeeds", () => {
    const [success] = ends;
    if (success === undefined) throw new Error("no end");
    expect(
      apply(running, completionChange(running, success, NOW, undefined)).error,
    ).toBeUndefined();
    const { error: _, ...untroubled } = running;
    expect("error" in completionChange(untroubled, success, NOW, undefined)).toBe(false);
  });
});
