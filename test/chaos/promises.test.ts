import { describe, expect, it } from "vitest";
import type { ChaosEvent, RecordImage } from "./history.ts";
import { brokenPromises } from "./promises.ts";

const id = "t1";
const acknowledged: ChaosEvent = {
  kind: "acknowledged",
  taskId: id,
  task: "plain.worker",
  n: 7,
  tracked: true,
};
const ran = (kind: "start" | "end", clock = 1000): ChaosEvent => ({
  kind,
  taskId: id,
  task: "plain.worker",
  generation: 0,
  attempt: 1,
  pid: 1,
  clock,
});
/** Writes of one record: each is the one before with these changes, and the next revision. */
const writes = (...changes: readonly Partial<RecordImage>[]): ChaosEvent[] => {
  let image: RecordImage = {
    taskId: id,
    state: "STARTED",
    generation: 0,
    revision: 0,
    attempts: 1,
    owner: "a",
    revokeRequested: false,
    revokedGeneration: undefined,
    reason: undefined,
    progress: undefined,
    result: undefined,
  };
  return changes.map((change) => {
    image = { ...image, revision: image.revision + 1, ...change };
    return { kind: "record", image };
  });
};
const success = { state: "SUCCESS", result: { n: 7 } } as const;
const failure = { state: "FAILURE", reason: "error" } as const;
const dead = (reason: "error" | "worker-lost" | "receive-limit" | "undecodable"): ChaosEvent => ({
  kind: "dead-letter",
  queue: "worker",
  taskId: reason === "undecodable" ? undefined : id,
  reason,
});
const broken = (...history: readonly ChaosEvent[]): string[] =>
  brokenPromises(history).map(({ promise, what }) => `${promise}: ${what}`);
const good = [acknowledged, ran("start"), ran("end")];

describe("a good history breaks no promise", () => {
  it.each<[string, readonly ChaosEvent[]]>([
    ["a success", [...good, ...writes({}, success)]],
    ["a takeover", [...good, ...writes({}, { owner: "b", attempts: 2 }, success)]],
    ["a failure in the dead-letter queue", [acknowledged, ...writes({}, failure), dead("error")]],
    [
      "what was revoked before it ran",
      [
        acknowledged,
        ...writes({ state: "REVOKED", attempts: 0, owner: "" }),
        { kind: "revoke", taskId: id, answer: "revoked" },
      ],
    ],
    ["an untracked success", [{ ...acknowledged, tracked: false }, ran("start"), ran("end")]],
    ["what SQS itself moved away", [acknowledged, dead("receive-limit")]],
    [
      "a redriven failure",
      [
        acknowledged,
        ran("start"),
        { ...ran("end"), generation: 1 } as ChaosEvent,
        ...writes({}, failure, { state: "STARTED", generation: 1, owner: "b" }, success),
      ],
    ],
  ])("%s", (_name, history) => {
    expect(broken(...history)).toEqual([]);
  });
});

describe("a bad history is found out", () => {
  it("G1: an acknowledged task that left no trace", () => {
    expect(broken(acknowledged)).toEqual([
      "G1: plain.worker was acknowledged and stands at PENDING",
    ]);
    expect(broken({ ...acknowledged, tracked: false })).toHaveLength(1);
  });

  it("G1: a record that was left unfinished, whether its task was acknowledged or not", () => {
    expect(broken(...writes({}))).toEqual(["G1: its record was left at STARTED"]);
    expect(broken(...writes({}, { state: "RETRY" }))).toEqual(["G1: its record was left at RETRY"]);
  });

  it("G2: a success that nobody worked for, and the result of another task", () => {
    expect(broken(acknowledged, ran("start"), ...writes({}, success))).toEqual([
      "G2: it succeeded, but no handler came to its end",
    ]);
    expect(broken(...good, ...writes({}, { ...success, result: { n: 8 } }))).toEqual([
      "G2: the result of 8 was given to 7",
    ]);
  });

  it("G3: a final state that changes, and a task that runs again after it", () => {
    expect(broken(...good, ...writes({}, success, { ...failure }), dead("error"))).toEqual([
      "G3: it went from SUCCESS (generation 0, attempt 1) to FAILURE (generation 0, attempt 1)",
    ]);
    const again = { state: "STARTED", owner: "b", attempts: 2 } as const;
    expect(broken(...good, ...writes({}, success, again, success))).toEqual([
      "G3: it went from SUCCESS (generation 0, attempt 1) to STARTED (generation 0, attempt 2)",
    ]);
    expect(
      broken(...good, ...writes({}, success, { state: "SUCCESS", owner: "b", attempts: 2 })),
    ).toHaveLength(1);
  });

  it("G6: a start before the eta, by its own clock", () => {
    const late: ChaosEvent = { ...acknowledged, eta: 1500 };
    expect(broken(late, ran("start", 1499), ran("end"), ...writes({}, success))).toEqual([
      "G6: it started 1 ms before its eta",
    ]);
    expect(broken(late, ran("start", 1500), ran("end"), ...writes({}, success))).toEqual([]);
  });

  it("G7: an attempt after a revoke, and a revoke that was answered and not stored", () => {
    const flagged = { revokeRequested: true };
    const taken = { owner: "b", attempts: 2 };
    expect(broken(...good, ...writes({}, flagged, taken, success))).toEqual([
      "G7: attempt 2 began after the revoke",
    ]);
    expect(
      broken(...good, ...writes({}, success), { kind: "revoke", taskId: id, answer: "requested" }),
    ).toEqual(['G7: "requested" was answered, but nothing is stored']);
    expect(
      broken(...good, ...writes({}, success), { kind: "revoke", taskId: id, answer: "too-late" }),
    ).toEqual([]);
  });

  it("G8: revisions with a gap, attempts and progress that shrink", () => {
    expect(broken(...good, ...writes({}, { ...success, revision: 3 }))).toEqual([
      "G8: revision 3 followed 1",
    ]);
    expect(broken(...good, ...writes({ attempts: 2 }, { ...success, attempts: 1 }))).toEqual([
      "G8: 1 attempts followed 2",
    ]);
    expect(broken(...good, ...writes({ progress: 5 }, { ...success, progress: 4 }))).toEqual([
      "G8: progress 4 followed 5",
    ]);
  });

  it("G9: a failure without a dead letter, a dead letter without a failure, garbage that vanished", () => {
    expect(broken(acknowledged, ...writes({}, failure))).toEqual([
      "G9: it failed (error) without a dead letter",
    ]);
    expect(broken(...good, ...writes({}, success), dead("worker-lost"))).toEqual([
      "G9: it is a dead letter (worker-lost), but it never failed",
    ]);
    const garbage: ChaosEvent = { kind: "garbage", queue: "worker" };
    expect(broken(garbage, garbage, dead("undecodable"))).toEqual([
      "G9: 2 unreadable messages were sent, 1 are dead letters",
    ]);
  });
});
