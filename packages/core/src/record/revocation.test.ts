import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { startedRecord } from "./claim.ts";
import { RECORD_LIFETIME_MS } from "./retention.ts";
import { judgeRevoke, revokedRecord } from "./revocation.ts";
import type { TaskRecord } from "./task-record.ts";

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

describe("A revoke answers by what stands in the record", () => {
  it.each([
    ["RETRY", "revoked"],
    ["STARTED", "requested"],
    ["FAILURE", "revoked"],
    ["REVOKED", "revoked"],
    ["SUCCESS", "too-late"],
    ["EXPIRED", "too-late"],
  ] as const)("%s: %s, and the same the second time", (state, answer) => {
    const current: TaskRecord = { ...running, state };
    const first = judgeRevoke(current, NOW);
    expect(first).toMatchObject({ answer });
    const after = first.kind === "write" ? { ...current, ...first.change } : current;
    expect(judgeRevoke(after, NOW + 1)).toEqual({ kind: "answer", answer });
  });

  it("writes a record where there is none, that outlives the task's eta", () => {
    expect(judgeRevoke(undefined, NOW)).toEqual({ kind: "insert" });
    const eta = NOW + 60 * 86_400_000;
    expect(revokedRecord({ ...envelope, eta }, "default", NOW)).toMatchObject({
      state: "REVOKED",
      attempts: 0,
      finishedAt: NOW,
      removeAfter: eta + RECORD_LIFETIME_MS,
    });
  });

  it("never lets a record go earlier than it would have gone", () => {
    const removeAfter = NOW + 2 * RECORD_LIFETIME_MS;
    for (const state of ["RETRY", "STARTED", "FAILURE"] as const) {
      const decision = judgeRevoke({ ...running, state, removeAfter }, NOW);
      expect(decision).toMatchObject({ kind: "write", change: { removeAfter } });
    }
  });
});
