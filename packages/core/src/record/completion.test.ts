import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { startedRecord } from "./claim.ts";
import { type AttemptEnd, completionChange, judgeRefusedCompletion } from "./completion.ts";
import type { RecordChange, TaskRecord } from "./task-record.ts";
import { isFinal, isLegalTransition } from "./task-state.ts";

const NOW = 1_700_000_000_000;

const envelope: Envelope = {
  version: 1,
  taskId: "id",
  task: "a.b",
  generation: 0,
  enqueuedAt: NOW - 1000,
  hops: 0,
};
const running: TaskRecord = startedRecord({
  envelope,
  queue: "default",
  owner: "me",
  host: "host-a",
  now: NOW,
  leaseUntil: NOW + 30_000,
  lostWorkerLimit: 3,
});

function apply(current: TaskRecord, change: RecordChange): TaskRecord {
  return { ...current, ...change, revision: current.revision + 1 };
}

describe("A refused completion is read from what stands there", () => {
  it("takes its own write for done, whose answer was lost", () => {
    const mine = running;
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
  const claimed: TaskRecord = {
    ...running,
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
    const after = apply(claimed, completionChange(claimed, end, NOW, undefined));
    expect(isLegalTransition(claimed, after)).toBe(true);
    expect(after.state).toBe(end.state);
    expect(after.finishedAt).toBe(isFinal(end.state) ? NOW : undefined);
    expect(after.excused).toBe(end.state === "RETRY" && end.excused ? 2 : 1);
    expect("progress" in completionChange(claimed, end, NOW, undefined)).toBe(false);
    expect(completionChange(claimed, end, NOW, { value: { done: 3 } }).progress).toEqual({
      done: 3,
    });
  });

  it("forgets the last attempt's error when it succeeds", () => {
    const [success] = ends;
    if (success === undefined) throw new Error("no end");
    expect(
      apply(claimed, completionChange(claimed, success, NOW, undefined)).error,
    ).toBeUndefined();
    const { error: _, ...untroubled } = claimed;
    expect("error" in completionChange(untroubled, success, NOW, undefined)).toBe(false);
  });
});
