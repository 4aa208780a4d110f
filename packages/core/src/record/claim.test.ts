import { describe, expect, it } from "vitest";
import type { Envelope } from "../envelope/envelope.ts";
import { CLOCK_SKEW_MS } from "../limits.ts";
import { burialChange } from "./burial.ts";
import { type ClaimRequest, judgeClaim, startedRecord, takeoverChange } from "./claim.ts";
import { decodeRedriveMark, encodeRedriveMark } from "./redrive-mark.ts";
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
  const dead = (started: TaskRecord): TaskRecord => ({
    ...started,
    owner: "other",
    leaseUntil: NOW - CLOCK_SKEW_MS,
  });

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
    expect(judge(record({ attempts: 3, excused: 2 }))).toMatchObject({ kind: "take" });
    expect(burialChange(lost, 0, "FAILURE", NOW)).toMatchObject({
      state: "FAILURE",
      reason: "worker-lost",
      finishedAt: NOW,
      error: {
        name: "WorkerLostError",
        code: "worker-lost",
        message:
          "the process that ran it ended without a word at attempt 3 on host-a; attempts in all: 3",
      },
    });
    expect(burialChange(record({ host: undefined }), 0, "FAILURE", NOW).error?.message).toBe(
      "the process that ran it ended without a word at attempt 1; attempts in all: 1",
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

  it("keeps where attempts were lost, the last few of a generation, and names them at the end", () => {
    let current = record({ attempts: 1 });
    for (let attempt = 2; attempt <= 12; attempt += 1) {
      const change = takeoverChange(current, { ...request(0), host: `host-${attempt}` });
      current = { ...current, ...change, leaseUntil: NOW - CLOCK_SKEW_MS };
    }
    expect(current.lost).toHaveLength(8);
    expect(current.lost?.at(-1)).toEqual({ attempt: 11, host: "host-11", startedAt: NOW });
    const buried = { ...current, ...burialChange(current, 0, "FAILURE", NOW) };
    expect(buried.error?.message).toMatch(
      /at attempt 5 on host-5, .*attempt 12 on host-12; .*: 12$/,
    );
    expect(buried.lost?.at(-1)).toMatchObject({ attempt: 12, host: "host-12" });
    expect(takeoverChange(buried, request(1))).toHaveProperty("lost", undefined);
    expect(takeoverChange(record({ state: "RETRY" }), request(0))).not.toHaveProperty("lost");
  });

  it("isolates a lost task's last chance, and gives up only on what was lost alone", () => {
    const nearly = record({ attempts: 2 });
    expect(judge(nearly)).toMatchObject({ kind: "isolate" });
    const alone = { ...request(0), alone: true };
    expect(judgeClaim(nearly, alone)).toMatchObject({ kind: "take" });
    const last = { ...nearly, ...takeoverChange(nearly, alone) };
    expect(last).not.toHaveProperty("shared");
    expect(judge(dead(last))).toMatchObject({ kind: "bury" });
  });

  it("gives one more chance to a retry that was lost beside others, alone", () => {
    const retried = record({ state: "RETRY", attempts: 2 });
    expect(judge(retried)).toMatchObject({ kind: "take" });
    const shared = { ...retried, ...takeoverChange(retried, request(0)) };
    expect(shared).toMatchObject({ attempts: 3, shared: true });
    const lost = dead(shared);
    expect(judge(lost)).toMatchObject({ kind: "isolate" });
    const again = takeoverChange(lost, { ...request(0), alone: true });
    expect(again).toMatchObject({ attempts: 4, shared: undefined });
    expect(judge(dead({ ...lost, ...again }))).toMatchObject({ kind: "bury", as: "FAILURE" });
  });
});

describe("A redrive is recorded by the claim that it leads to", () => {
  const failed = { ...startedRecord(request(0)), state: "FAILURE" } as const;
  const mark = { at: NOW - 5, way: "letters", generation: 1, edited: false } as const;

  it("as the client said, once", () => {
    const change = takeoverChange(failed, { ...request(1), redrive: mark });
    expect(change.redrives).toEqual([mark]);
    const lost = { ...failed, ...change };
    expect(takeoverChange(lost, { ...request(1), redrive: mark })).not.toHaveProperty("redrives");
    expect(startedRecord({ ...request(0), redrive: mark }).redrives).toEqual([mark]);
  });

  it("as SQS's own move where nobody said anything", () => {
    const moved = { at: NOW, way: "move", generation: 1, edited: false };
    expect(takeoverChange(failed, request(1)).redrives).toEqual([moved]);
  });

  it("with what was edited: the record shows the input that runs", () => {
    const input = { kind: "stored", key: "k", bytes: 9 } as const;
    const redrive = { ...mark, edited: true };
    const of = { ...request(1), redrive, inputPreview: "new" };
    expect(takeoverChange(failed, of)).toMatchObject({ input: undefined, inputPreview: "new" });
    const stored = { ...of, envelope: { ...of.envelope, input }, inputPreview: undefined };
    expect(takeoverChange(failed, stored)).toMatchObject({ input, inputPreview: undefined });
  });

  it("the last ten of them", () => {
    let current: TaskRecord = failed;
    for (let generation = 1; generation <= 12; generation += 1) {
      const change = takeoverChange(current, request(generation));
      current = { ...current, ...change, state: "FAILURE" };
    }
    expect(current.redrives?.map(({ generation }) => generation)).toEqual([
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it("from an attribute that any text may stand in", () => {
    expect(decodeRedriveMark(encodeRedriveMark(mark), 1)).toEqual(mark);
    const edited = { ...mark, edited: true };
    expect(decodeRedriveMark(encodeRedriveMark(edited), 1)).toEqual(edited);
    for (const text of [undefined, "", "x", "1 2", "-1", "1e3", "9".repeat(16), "1 edited "]) {
      expect(decodeRedriveMark(text, 1)).toBeUndefined();
    }
  });
});
