import { emptyRecord, type TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { ChaosEvent } from "./history.ts";
import { brokenPromises } from "./promises.ts";

const id = "t1";
const acknowledged = {
  kind: "acknowledged",
  taskId: id,
  task: "plain.worker",
  tracked: true,
} as const satisfies ChaosEvent;
const untracked = { ...acknowledged, tracked: false } as const;
const ran = (kind: "start" | "end", clock = 1000, generation = 0): ChaosEvent => ({
  kind,
  taskId: id,
  task: "plain.worker",
  generation,
  attempt: 1,
  pid: 1,
  clock,
});
const claimed: TaskRecord = {
  ...emptyRecord(
    { version: 1, taskId: id, task: "plain.worker", generation: 0, enqueuedAt: 0, hops: 0 },
    "worker",
    0,
  ),
  state: "STARTED",
  attempts: 1,
  owner: "a",
  startedAt: 1000,
  leaseUntil: 4000,
};
/** Writes of one record: a claim, then each the one before with these changes, and the next revision. */
const writes = (...changes: readonly Partial<TaskRecord>[]): ChaosEvent[] => {
  let record = { ...claimed, revision: 0 };
  return changes.map((change) => {
    record = { ...record, revision: record.revision + 1, ...change };
    return { kind: "record", record };
  });
};
const success = {
  state: "SUCCESS",
  result: { kind: "inline", value: { of: id } },
} as const satisfies Partial<TaskRecord>;
/** Another one takes over once the lease has ended. */
const taken = { owner: "b", attempts: 2, startedAt: 9000 } as const;
const failure = { state: "FAILURE", reason: "error" } as const;
const dead = (reason: "error" | "worker-lost" | "receive-limit" | "undecodable"): ChaosEvent => ({
  kind: "dead-letter",
  queue: "worker",
  taskId: reason === "undecodable" ? undefined : id,
  reason,
});
const broken = (...history: readonly ChaosEvent[]): readonly string[] => brokenPromises(history);
const good = [acknowledged, ran("start"), ran("end")];

describe("a good history breaks no promise", () => {
  it.each<[string, readonly ChaosEvent[]]>([
    ["a success", [...good, ...writes({}, success)]],
    ["a takeover", [...good, ...writes({}, taken, success)]],
    ["a failure in the dead-letter queue", [acknowledged, ...writes({}, failure), dead("error")]],
    [
      "what was revoked before it ran",
      [
        acknowledged,
        ...writes({ state: "REVOKED", attempts: 0, owner: "" }),
        { kind: "revoke", taskId: id, answer: "revoked" },
      ],
    ],
    ["an untracked success", [untracked, ran("start"), ran("end")]],
    ["an untracked one that a duplicate claimed", [untracked, ran("end"), ...writes({})]],
    ["what SQS itself moved away", [acknowledged, dead("receive-limit")]],
    [
      "a redriven failure",
      [
        acknowledged,
        ran("end", 9000, 1),
        ...writes({}, failure, { state: "STARTED", generation: 1, owner: "b" }, success),
      ],
    ],
  ])("%s", (_name, history) => {
    expect(broken(...history)).toEqual([]);
  });
});

describe("a bad history is found out", () => {
  it("G1: an acknowledged task that left no trace", () => {
    const lost = ["G1: it was acknowledged and was left at PENDING (t1)"];
    expect(broken(acknowledged)).toEqual(lost);
    expect(broken(untracked)).toEqual(lost);
  });

  it("G1: a record that was left unfinished, whether its task was acknowledged or not", () => {
    expect(broken(...writes({}))).toEqual(["G1: it was recorded and was left at STARTED (t1)"]);
    expect(broken(acknowledged, ...writes({}, { state: "RETRY" }))).toEqual([
      "G1: it was acknowledged and was left at RETRY (t1)",
    ]);
  });

  it("G2: a success that nobody worked for, and the result of another task", () => {
    expect(broken(acknowledged, ran("start"), ...writes({}, success))).toEqual([
      "G2: it succeeded without having run (t1)",
    ]);
    const other = { kind: "inline", value: { of: "t2" } } as const;
    expect(broken(...good, ...writes({}, { ...success, result: other }))).toEqual([
      "result: it holds the result of t2 (t1)",
    ]);
  });

  it("G3: a final state that changes, and a task that runs again after it", () => {
    expect(broken(...good, ...writes({}, success, failure), dead("error"))).toEqual([
      "G3: SUCCESS became FAILURE (t1)",
      "G3: generation 0 has two outcomes (t1)",
      "G3: it was written (state) after it had ended as SUCCESS (t1)",
    ]);
    const again = { ...taken, state: "STARTED" } as const;
    expect(broken(...good, ...writes({}, success, again, success))).toEqual([
      "G3: SUCCESS became STARTED (t1)",
      "G3: generation 0 has two outcomes (t1)",
      "G3: it was written (state, owner) after it had ended as SUCCESS (t1)",
    ]);
    const twice = [
      { ...success, finishedAt: 1 },
      { ...success, finishedAt: 2 },
    ];
    expect(broken(...good, ...writes({}, ...twice))).toEqual([
      "G3: it was written (finishedAt) after it had ended as SUCCESS (t1)",
    ]);
    expect(broken(...good, ...writes({}, success, {}))).toEqual([
      "G3: it was written (the same) after it had ended as SUCCESS (t1)",
    ]);
    const marked = { deadLetteredGeneration: 1, updatedAt: 2000 };
    expect(broken(acknowledged, ...writes({}, failure, marked), dead("error"))).toEqual([]);
  });

  it("G6: a start before the eta, by its own clock", () => {
    const late: ChaosEvent = { ...acknowledged, eta: 1500 };
    const onTime = { startedAt: 1500 };
    expect(broken(late, ran("start", 1499), ran("end"), ...writes(onTime, success))).toEqual([
      "G6: its handler started 1 ms before its eta (t1)",
    ]);
    expect(broken(late, ran("start", 1500), ran("end"), ...writes(onTime, success))).toEqual([]);
  });

  it("G7: an attempt after a revoke, and a revoke that was answered and not stored", () => {
    expect(broken(...good, ...writes({}, { revokeRequested: true }, taken, success))).toEqual([
      "G7: attempt 2 began after the revoke (t1)",
    ]);
    const answered = (answer: "requested" | "too-late"): ChaosEvent => ({
      kind: "revoke",
      taskId: id,
      answer,
    });
    expect(broken(...good, ...writes({}, success), answered("requested"))).toEqual([
      'G7: "requested" was answered, but nothing is stored (t1)',
    ]);
    expect(broken(...good, ...writes({}, success), answered("too-late"))).toEqual([]);
  });

  it("G8: revisions with a gap, attempts and progress that shrink", () => {
    expect(broken(...good, ...writes({}, { ...success, revision: 3 }))).toEqual([
      "G8: revision 3 followed 1 (t1)",
    ]);
    expect(broken(...good, ...writes({ attempts: 2 }, { ...success, attempts: 1 }))).toContain(
      "G8: attempts fell from 2 to 1 (t1)",
    );
    expect(broken(...good, ...writes({ progress: 5 }, { ...success, progress: 4 }))).toEqual([
      "G8: progress fell from 5 to 4 (t1)",
    ]);
  });

  it("G9: a failure without a dead letter, a dead letter without a failure, garbage that vanished", () => {
    expect(broken(acknowledged, ...writes({}, failure))).toEqual([
      "G9: it failed (error) without a dead letter (t1)",
    ]);
    expect(broken(...good, ...writes({}, success), dead("worker-lost"))).toEqual([
      "G9: it never failed, but is a dead letter (t1)",
    ]);
    const garbage: ChaosEvent = { kind: "garbage", queue: "worker" };
    expect(broken(garbage, garbage, dead("undecodable"))).toEqual([
      "G9: of 2 unreadable messages 1 are dead letters",
    ]);
  });
});
