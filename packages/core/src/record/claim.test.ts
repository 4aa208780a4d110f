import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { CLOCK_SKEW_MS } from "../limits.ts";
import { burialChange } from "./burial.ts";
import { type ClaimRequest, judgeClaim, startedRecord, takeoverChange } from "./claim.ts";
import { RECORD_LIFETIME_MS } from "./retention.ts";
import type { TaskRecord } from "./task-record.ts";

const NOW = 1_700_000_000_000;

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
    expect({ ...failed, ...burialChange(failed, 1, "REVOKED", NOW) }).toMatchObject({
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
