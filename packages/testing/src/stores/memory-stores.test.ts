import {
  CeleriacError,
  type MessageSender,
  type SendAnswer,
  type TaskRecord,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../virtual-clock.ts";
import { createMemoryPayloadStore } from "./memory-payload-store.ts";
import { createMemoryScheduleStore } from "./memory-schedule-store.ts";
import { createMemoryTaskStore } from "./memory-task-store.ts";

// What every store must do is tested by the conformance suites, in models.test.ts.

describe("a task store in memory drops records as late as DynamoDB's TTL", () => {
  it("not by itself, however old they are", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const store = createMemoryTaskStore({ clock });
    await store.insert(recordOf("old", 1000));
    await clock.advance(86_400_000);
    expect(await store.read("old")).toBeDefined();
  });

  it("those whose time is over, when the test says so", async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const store = createMemoryTaskStore({ clock });
    await store.insert(recordOf("old", 1000));
    await store.insert(recordOf("new", 2000));
    await clock.advance(1001);
    expect(store.expireDue()).toBe(1);
    expect(store.records().map(({ taskId }) => taskId)).toEqual(["new"]);
  });

  it("any one, when the test says so", async () => {
    const store = createMemoryTaskStore({ clock: createVirtualClock() });
    await store.insert(recordOf("one", 1000));
    expect([store.expire("one"), store.expire("one")]).toEqual([true, false]);
    expect(store.record("one")).toBeUndefined();
  });
});

describe("a task store in memory shares nothing with its callers", () => {
  it("what it answers cannot be changed", async () => {
    const store = createMemoryTaskStore({ clock: createVirtualClock() });
    await store.insert({ ...recordOf("one", 1), progress: { nested: [1] } });
    const record = await store.read("one");
    const progress = record?.progress as { nested: number[] };
    expect(() => progress.nested.push(2)).toThrow(TypeError);
    expect(Object.isFrozen(record)).toBe(true);
  });

  it("what JSON cannot hold is refused", async () => {
    const store = createMemoryTaskStore({ clock: createVirtualClock() });
    const write = store.insert({ ...recordOf("one", 1), progress: 1n });
    const error: unknown = await write.catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error, "not-serialisable")).toBe(true);
  });

  it("an empty key is refused", async () => {
    const store = createMemoryTaskStore({ clock: createVirtualClock() });
    await expect(store.read("")).rejects.toThrow(/task id is empty/);
  });
});

describe("a payload store in memory takes the keys that the port promises", () => {
  it.each(["", "white space", "ä", "k".repeat(513)])("not %j", async (key) => {
    const store = createMemoryPayloadStore();
    const error: unknown = await store.put(key, "text").catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error, "refused")).toBe(true);
    expect(store.keys()).toEqual([]);
  });
});

describe("a schedule store in memory fires by the clock", () => {
  it("as often as it is told to", async () => {
    const { clock, schedules, sent } = scheduling([OK], 2);
    await schedules.putOneShot(scheduleAt(clock.now() + 1000));
    await clock.advance(999);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual(["fired", "fired"]);
    expect(schedules.schedules()).toEqual([]);
  });

  it("as late as it is told to", async () => {
    const clock = createVirtualClock();
    const sent: number[] = [];
    const sender: MessageSender = {
      send: async () => {
        sent.push(clock.monotonic());
        return { ok: true, messageId: "m" };
      },
    };
    const schedules = createMemoryScheduleStore({ clock, sender, lateMs: 700 });
    await schedules.putOneShot(scheduleAt(clock.now() + 1000));
    await clock.advance(10_000);
    expect(sent).toEqual([1700]);
  });

  it("again when it is put again after it has fired", async () => {
    const { clock, schedules, sent } = scheduling([OK]);
    await schedules.putOneShot(scheduleAt(clock.now()));
    await clock.advance(0);
    await schedules.putOneShot(scheduleAt(clock.now()));
    await clock.advance(0);
    expect(sent).toHaveLength(2);
  });

  it("until the queue takes it, when its refusal passes", async () => {
    const { clock, schedules, sent } = scheduling([failed(true), failed(true), OK]);
    await schedules.putOneShot(scheduleAt(clock.now()));
    await clock.advance(3_600_000);
    expect(sent).toHaveLength(3);
  });

  it("once, when the queue will never take it", async () => {
    const { clock, schedules, sent } = scheduling([failed(false)]);
    await schedules.putOneShot(scheduleAt(clock.now()));
    await clock.advance(3_600_000);
    expect(sent).toHaveLength(1);
  });

  it.each([
    ["no name", { name: "" }],
    ["no time", { at: Number.NaN }],
    ["more than 252 KiB, escapes counted", { body: '"'.repeat(129_024) }],
  ])("not with %s", async (_what, fields) => {
    const { clock, schedules } = scheduling([OK]);
    const put = schedules.putOneShot({ ...scheduleAt(clock.now()), ...fields });
    const error: unknown = await put.catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error) && !error.retryable).toBe(true);
    expect(schedules.schedules()).toEqual([]);
  });
});

const OK: SendAnswer = { ok: true, messageId: "message-1" };

function failed(retryable: boolean): SendAnswer {
  const error = new CeleriacError("throttled", "too much", { retryable });
  return { ok: false, error, uncertain: false };
}

/** The last answer is given again and again. */
function scheduling(answers: readonly SendAnswer[], times = 1) {
  const clock = createVirtualClock();
  const sent: string[] = [];
  const sender = {
    send: async (_queue: string, { body }: { readonly body: string }) => {
      sent.push(body);
      return answers[Math.min(sent.length, answers.length) - 1] ?? OK;
    },
  };
  return { clock, sent, schedules: createMemoryScheduleStore({ clock, sender, times }) };
}

function scheduleAt(at: number) {
  return { name: "task-1", at, queue: "default", body: "fired" };
}

function recordOf(taskId: string, removeAfter: number): TaskRecord {
  return {
    taskId,
    task: "task",
    queue: "default",
    state: "STARTED",
    generation: 0,
    revision: 1,
    attempts: 1,
    excused: 0,
    owner: "owner",
    leaseUntil: 0,
    nextAttemptAt: 0,
    revokeRequested: false,
    enqueuedAt: 0,
    updatedAt: 0,
    removeAfter,
  };
}
