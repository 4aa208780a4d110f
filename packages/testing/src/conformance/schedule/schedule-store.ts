import type { OneShotSchedule, ScheduleStore } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { type QueueSteps, type QueuesUnderTest, queueSteps } from "../queue/queue-under-test.ts";
import { SUITE_TIMEOUT_MS, underTest } from "../under-test.ts";

/** A schedule store to be tested, with the queues it sends to. */
export interface SchedulesUnderTest extends QueuesUnderTest {
  readonly schedules: ScheduleStore;
  /** The clock that the store goes by, epoch ms. */
  readonly now: () => number;
}

/** Where an implementation of EventBridge Scheduler differs from what AWS documents. */
export interface ScheduleDifferences {
  /** A schedule's message is sent when its time has come. @defaultValue true */
  readonly fires: boolean;
  /** The message group of a schedule's message comes back with it. @defaultValue true */
  readonly returnsGroup: boolean;
}

const DOCUMENTED: ScheduleDifferences = { fires: true, returnsGroup: true };

/**
 * Tests that a schedule store sends each message in its time, once a name. Call it where tests are collected.
 * @param differences what is known to differ from AWS; the suite then expects the difference.
 * @param run `concurrent` runs tests side by side, since most of them wait: for stores whose time is real.
 */
export function testScheduleStoreConformance(
  name: string,
  setup: () => Promise<SchedulesUnderTest>,
  differences: Partial<ScheduleDifferences> = {},
  run: { readonly concurrent?: boolean } = {},
): void {
  describe(`${name}: schedule store`, { timeout: SUITE_TIMEOUT_MS, ...run }, () => {
    const port = underTest(setup);
    const declared = { ...DOCUMENTED, ...differences };
    const steps = (): ScheduleSteps => scheduleSteps(port());
    schedulesArePut(steps);
    if (declared.fires) schedulesFire(steps, declared);
    else schedulesDoNotFire(steps);
  });
}

interface ScheduleSteps extends QueueSteps {
  readonly ports: SchedulesUnderTest;
  readonly schedules: ScheduleStore;
  put(queue: string, afterMs: number, fields?: Partial<OneShotSchedule>): Promise<OneShotSchedule>;
}

function scheduleSteps(ports: SchedulesUnderTest): ScheduleSteps {
  return {
    ...queueSteps(ports),
    ports,
    schedules: ports.schedules,
    put: async (queue, afterMs, fields) => {
      const at = ports.now() + afterMs;
      const schedule = { name: `schedule-of-${queue}`, at, queue, body: "fired", ...fields };
      await ports.settle(ports.schedules.putOneShot(schedule));
      return schedule;
    },
  };
}

function schedulesArePut(steps: () => ScheduleSteps): void {
  describe("a schedule is stored under its name", () => {
    it("may be put twice: it is the same schedule", async () => {
      const { ports, put, schedules } = steps();
      const schedule = await put(ports.freshQueue(), HOUR_MS);
      await expect(ports.settle(schedules.putOneShot(schedule))).resolves.toBeUndefined();
    });

    it("may be deleted, whether it is there or not", async () => {
      const { ports, put, schedules } = steps();
      const { name } = await put(ports.freshQueue(), HOUR_MS);
      await expect(ports.settle(schedules.deleteOneShot(name))).resolves.toBeUndefined();
      await expect(ports.settle(schedules.deleteOneShot(name))).resolves.toBeUndefined();
    });

    it("takes names as long as a task id", async () => {
      const { ports, put, schedules } = steps();
      const { name } = await put(ports.freshQueue(), HOUR_MS, { name: "Az09._:-".repeat(16) });
      await expect(ports.settle(schedules.deleteOneShot(name))).resolves.toBeUndefined();
    });

    it("is refused for a queue that is not there, by its name", async () => {
      const { put } = steps();
      await expect(put("nobody-made-this-queue", HOUR_MS)).rejects.toThrow(
        "nobody-made-this-queue",
      );
    });
  });
}

function schedulesFire(steps: () => ScheduleSteps, { returnsGroup }: ScheduleDifferences): void {
  describe("a schedule sends its message when its time has come", () => {
    it("not before, once, and as it was put", async () => {
      const { ports, put, look, poll, receiveOne } = steps();
      const queue = ports.freshQueue();
      const body = 'quotes " and <brackets> & Größe \u5927 \\u0041';
      const { at } = await put(queue, 3500, { body, group: "tenant-7" });
      expect(await look(queue)).toEqual([]);
      const received = await receiveOne(queue);
      expect(ports.now()).toBeGreaterThanOrEqual(at - PRECISION_MS);
      expect(received.body).toBe(body);
      expect(received.group).toBe(returnsGroup ? "tenant-7" : undefined);
      expect(await poll(queue, 1), "a second firing").toEqual([]);
    });

    it("at once when its time has passed", async () => {
      const { ports, put, receiveOne } = steps();
      const queue = ports.freshQueue();
      await put(queue, -5000);
      expect((await receiveOne(queue)).body).toBe("fired");
    });

    it("once when it was put twice", async () => {
      const { ports, put, poll, receiveOne, schedules } = steps();
      const queue = ports.freshQueue();
      const schedule = await put(queue, 2000);
      await ports.settle(schedules.putOneShot(schedule));
      await receiveOne(queue);
      expect(await poll(queue, 2)).toEqual([]);
    });

    it("never when it was deleted before", async () => {
      const { ports, put, look, receiveOne, schedules } = steps();
      const [deleted, kept] = [ports.freshQueue(), ports.freshQueue()];
      const { name } = await put(deleted, 2500);
      await put(kept, 4500);
      await ports.settle(schedules.deleteOneShot(name));
      await receiveOne(kept);
      expect(await look(deleted)).toEqual([]);
    });
  });
}

function schedulesDoNotFire(steps: () => ScheduleSteps): void {
  describe("(difference) a schedule never sends its message", () => {
    it("is still silent after its time", async () => {
      const { ports, put, poll } = steps();
      const queue = ports.freshQueue();
      await put(queue, 500);
      expect(await poll(queue, 3)).toEqual([]);
    });
  });
}

const HOUR_MS = 3_600_000;
/** Expressions of EventBridge Scheduler name whole seconds. */
const PRECISION_MS = 1000;
