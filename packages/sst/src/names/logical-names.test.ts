import { isQueueName } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FUNCTION_ALARMS, QUEUE_ALARMS } from "../alarms/alarm-kinds.ts";
import { logicalNames, type QueuePart, type SharedPart } from "./logical-names.ts";

const QUEUE_PARTS: Readonly<Record<QueuePart, true>> = {
  Queue: true,
  DeadLetters: true,
  Consumer: true,
  Worker: true,
  Scaling: true,
  Alarm: true,
  Log: true,
};
const SHARED_PARTS: Readonly<Record<SharedPart, true>> = {
  Table: true,
  Bucket: true,
  Schedules: true,
  SchedulerRole: true,
  Cluster: true,
  Network: true,
  Dashboard: true,
  Function: true,
};
/** What SST adds to the name of a queue's part: queue.ts, function.ts and fargate.ts of SST 4.17. */
const SUFFIXES = {
  Queue: ["Queue"],
  DeadLetters: ["Queue"],
  Consumer: ["Function", "Role", "LogGroup"],
  Worker: ["TaskRole", "ExecutionRole", "Service"],
} as const;
/** `physicalName` of SST's naming.ts keeps 9 characters for its random end, and one more for a hyphen. */
const KEPT_OF_64 = 64 - 9 - 1;

const queueParts = Object.keys(QUEUE_PARTS) as QueuePart[];
const sharedParts = Object.keys(SHARED_PARTS) as SharedPart[];
const queueName = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/),
    // Names that differ in case, hyphens or their ends only.
    fc.stringMatching(/^[aAbB-]{1,6}$/),
    fc.stringMatching(/^(queue|role|deadletters)?[0-9a-f]{10}$/),
  )
  .filter(isQueueName);
const scheduleName = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/);

describe("Logical names are legal", () => {
  it("read like the component's own", () => {
    const names = logicalNames("Tasks");
    expect(names.shared("Table")).toBe("TasksTable");
    expect(names.queue("Queue", "video")).toBe("TasksQueueVideo");
    expect(names.queue("Alarm", "video", "oldest-message")).toBe("TasksAlarmOldestMessageVideo");
    expect(names.queue("Queue", "video-high")).toBe("TasksQueueVideoHighace89be0e1");
    expect(names.schedule("nightly.report")).toMatch(/^TasksRecurringNightlyRepor[0-9a-f]{10}$/);
    expect(names.sharedAlarm("table-read-throttles")).toBe("TasksSharedAlarmTableReadThrottles");
  });

  it("are letters and digits behind the component's name, whatever a queue is called", () => {
    fc.assert(
      fc.property(queueName, fc.constantFrom(...queueParts), (queue, part) => {
        expect(logicalNames("Tasks").queue(part, queue)).toMatch(/^Tasks[A-Za-z0-9]+$/);
      }),
    );
  });

  it("are kept whole where AWS takes 64 characters", () => {
    fc.assert(
      fc.property(queueName, (queue) => {
        const names = logicalNames("C".repeat(12));
        for (const part of ["Queue", "DeadLetters", "Consumer", "Worker"] as const) {
          for (const suffix of SUFFIXES[part]) {
            const name = `${names.queue(part, queue)}${suffix}`;
            expect(name.length).toBeLessThanOrEqual(KEPT_OF_64);
          }
        }
      }),
    );
  });
});

describe("Two things never share a logical name, case ignored", () => {
  it("queues, their parts, schedules and what there is once", () => {
    const queues = fc.uniqueArray(queueName, { maxLength: 40 });
    const schedules = fc.uniqueArray(scheduleName, { maxLength: 20 });
    fc.assert(
      fc.property(queues, schedules, (queueNames, scheduleNames) => {
        const names = logicalNames("Tasks");
        const all = [
          ...sharedParts.map((part) => names.shared(part)),
          ...queueNames.flatMap((queue) => queueParts.map((part) => names.queue(part, queue))),
          ...scheduleNames.map((schedule) => names.schedule(schedule)),
        ].map((name) => name.toLowerCase());
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it("queues that differ in case or hyphens only", () => {
    const names = logicalNames("Tasks");
    const alike = ["video", "Video", "VIDEO", "vi-deo", "video-", "-video", "vi--deo"];
    const made = alike.map((queue) => names.queue("Queue", queue).toLowerCase());
    expect(new Set(made).size).toBe(alike.length);
  });

  it("the alarms of queues", () => {
    const kinds = [...QUEUE_ALARMS, ...FUNCTION_ALARMS, "scaling-work", "scaling-rest"];
    const alike = kinds.map((kind) => kind.replaceAll("-", "").toLowerCase());
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(queueName, fc.constantFrom(...alike))), (queues) => {
        const names = logicalNames("Tasks");
        const made = queues.flatMap((queue) =>
          kinds.map((kind) => names.queue("Alarm", queue, kind)),
        );
        expect(new Set(made.map((name) => name.toLowerCase())).size).toBe(made.length);
      }),
    );
    for (const kind of alike) {
      expect(alike.filter((other) => other !== kind && other.startsWith(kind))).toEqual([]);
    }
  });

  it("no part begins like another", () => {
    const parts = [...queueParts, ...sharedParts, "Recurring", "SharedAlarm"];
    for (const part of queueParts) {
      expect(parts.filter((other) => other !== part && other.startsWith(part))).toEqual([]);
    }
  });

  it("not even a queue that is called like another's digest", () => {
    const names = logicalNames("T");
    const hashed = names.queue("Queue", "a-b").slice("TQueue".length).toLowerCase();
    expect(isQueueName(hashed)).toBe(true);
    expect(names.queue("Queue", hashed).toLowerCase()).not.toBe(
      names.queue("Queue", "a-b").toLowerCase(),
    );
  });
});
