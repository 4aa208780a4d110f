import { defineApp, fargate, lambda, type QueueResource, topology } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createVirtualAlarm } from "../testing/virtual-alarm.ts";
import type { AlarmKind } from "./alarm-kinds.ts";
import type { AlarmOptions } from "./alarm-options.ts";
import { alarmSettings } from "./alarm-settings.ts";
import { functionAlarms } from "./function-alarms.ts";
import type { MetricAlarm } from "./metric-alarm.ts";
import { queueAlarms, type WatchedQueue } from "./queue-alarms.ts";
import { tableAlarms } from "./table-alarms.ts";

const [quick, video, always] = topology(
  defineApp({
    name: "shop",
    tasks: [],
    queues: {
      quick: lambda({ timeout: "60s" }),
      video: fargate({ lease: "30s" }),
      always: fargate({ min: 1, max: 2 }),
    },
  }),
).queues as [QueueResource, QueueResource, QueueResource];

const watched = (queue: QueueResource): WatchedQueue => ({
  queueName: queue.name,
  deadLetterQueueName: queue.deadLetterQueue,
  failures: { namespace: "Celeriac/shop", name: `${queue.name}_failures` },
  service:
    queue.consumer.kind === "fargate"
      ? { clusterName: "cluster", serviceName: `${queue.name}-worker` }
      : undefined,
});

function alarmOf(kind: AlarmKind, queue: QueueResource = video, options: AlarmOptions = {}) {
  const settings = alarmSettings(options, queue.name);
  const all: readonly { kind: AlarmKind; alarm: MetricAlarm }[] = [
    ...queueAlarms(queue, watched(queue), settings),
    ...functionAlarms("consumer", settings),
    ...tableAlarms("tasks", settings),
  ];
  return all.find((each) => each.kind === kind)?.alarm;
}

type Series = Readonly<Record<string, readonly (number | undefined)[]>>;

/** The states of an alarm, minute by minute, while each metric, by its name, has these values. */
function statesOf(alarm: MetricAlarm | undefined, series: Series): string {
  if (alarm === undefined) throw new Error("there is no such alarm");
  const virtual = createVirtualAlarm(alarm, ({ metricName }, minute) => {
    const values = series[metricName];
    if (values === undefined) throw new Error(`nobody said anything of ${metricName}`);
    return values[minute];
  });
  const length = Math.max(...Object.values(series).map((values) => values.length));
  return Array.from({ length }, (_, minute) =>
    virtual.evaluate(minute).state === "ALARM" ? "!" : ".",
  ).join("");
}

const steady = (value: number | undefined, minutes: number) =>
  Array<number | undefined>(minutes).fill(value);

describe("a dead-letter queue that is not empty is an alarm", () => {
  const alarm = alarmOf("dead-letters");

  it("from the first letter to the last", () => {
    const letters = [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
    expect(statesOf(alarm, { ApproximateNumberOfMessagesVisible: letters })).toBe("...!!!!!!!...");
    expect(alarm?.metricQueries[0]?.metric?.dimensions).toEqual({ QueueName: "video-dlq" });
  });

  it("though somebody who lists them hides them for a minute or two", () => {
    const letters = [1, 1, 0, 0, 1, 1, 0, 1];
    expect(statesOf(alarm, { ApproximateNumberOfMessagesVisible: letters })).toBe("!!!!!!!!");
  });

  it("and a queue that nobody uses is none", () => {
    const letters = steady(undefined, 10);
    expect(statesOf(alarm, { ApproximateNumberOfMessagesVisible: letters })).toBe("..........");
  });
});

describe("messages that wait too long are an alarm", () => {
  it("of twice the visibility timeout, a quarter of an hour at least", () => {
    expect(alarmOf("oldest-message", quick)?.threshold).toBe(900);
    const slow = { ...quick, visibilityTimeoutSeconds: 5400 };
    expect(alarmOf("oldest-message", slow)?.threshold).toBe(10_800);
    expect(alarmOf("oldest-message", { ...slow, retentionSeconds: 3600 })?.threshold).toBe(900);
    const options = { thresholds: { oldestMessage: "90s" } } as const;
    expect(alarmOf("oldest-message", video, options)?.threshold).toBe(90);
  });

  it("when they wait for five minutes, not when the only old one is a retry in flight", () => {
    const alarm = alarmOf("oldest-message");
    const age = [...steady(1000, 12)];
    const waiting = [...steady(3, 6), ...steady(0, 6)];
    const both = { ApproximateAgeOfOldestMessage: age };
    expect(statesOf(alarm, { ...both, ApproximateNumberOfMessagesVisible: waiting })).toBe(
      "....!!......",
    );
    expect(statesOf(alarm, { ...both, ApproximateNumberOfMessagesVisible: steady(0, 12) })).toBe(
      "............",
    );
  });
});

describe("messages that come back again and again are an alarm", () => {
  const alarm = alarmOf("redeliveries");
  const states = (received: number, done: number | undefined) =>
    statesOf(alarm, {
      NumberOfMessagesReceived: steady(received, 20),
      NumberOfMessagesDeleted: steady(done, 20),
    });

  it("when received far more often than done, or never done", () => {
    expect(states(60, 5)).toMatch(/^\.+!+$/);
    expect(states(60, undefined)).toMatch(/^\.+!+$/);
  });

  it("not when each is retried now and then, nor when there are few", () => {
    expect(states(60, 20)).toBe(".".repeat(20));
    expect(states(1, 0)).toBe(".".repeat(20));
  });
});

describe("tasks that fail for good are an alarm", () => {
  const alarm = alarmOf("failures");
  const states = (failed: number | undefined, done: number) =>
    statesOf(alarm, {
      video_failures: steady(failed, 20),
      NumberOfMessagesDeleted: steady(done, 20),
    });

  it("when more than a tenth of them do", () => {
    expect(states(3, 20)).toMatch(/!$/);
    expect(states(2, 20)).toBe(".".repeat(20));
  });

  it("not when none does, nor one of few", () => {
    expect(states(undefined, 20)).toBe(".".repeat(20));
    expect(states(1, 1)).toBe(".".repeat(20));
  });
});

describe("a queue whose messages are nearly all in flight is an alarm", () => {
  it("before SQS's limit", () => {
    const states = (inFlight: number) =>
      statesOf(alarmOf("in-flight"), {
        ApproximateNumberOfMessagesNotVisible: steady(inFlight, 6),
      });
    expect(states(100_000)).toBe("..!!!!");
    expect(states(99_999)).toBe("......");
  });
});

describe("work without a worker is an alarm", () => {
  const states = (alarm: MetricAlarm | undefined, waiting: number, up: number | undefined) =>
    statesOf(alarm, {
      ApproximateNumberOfMessagesVisible: steady(waiting, 12),
      CPUUtilization: steady(up, 12),
    });

  it("after ten minutes, where workers come when there is work", () => {
    const alarm = alarmOf("no-worker", video);
    expect(states(alarm, 4, undefined)).toBe(".........!!!");
    expect(states(alarm, 4, 1)).toBe("............");
    expect(states(alarm, 0, undefined)).toBe("............");
  });

  it("and even without work where some should always run", () => {
    const alarm = alarmOf("no-worker", always);
    expect(states(alarm, 0, undefined)).toMatch(/!$/);
    expect(states(alarm, 0, 1)).toBe("............");
    expect(alarm?.metricQueries[0]?.metric?.dimensions).toEqual({
      ClusterName: "cluster",
      ServiceName: "always-worker",
    });
  });

  it("and there is none where Lambda or the developer's machine consumes", () => {
    expect(alarmOf("no-worker", quick)).toBeUndefined();
    const local = { ...watched(video), service: undefined };
    const kinds = queueAlarms(video, local, alarmSettings({})).map(({ kind }) => kind);
    expect(kinds).not.toContain("no-worker");
  });
});

describe("a function that fails or is throttled is an alarm", () => {
  it("when one invocation of twenty fails as a whole", () => {
    const states = (errors: number, invocations: number | undefined) =>
      statesOf(alarmOf("function-errors"), {
        Errors: steady(errors, 20),
        Invocations: steady(invocations, 20),
      });
    expect(states(2, 20)).toMatch(/!$/);
    expect(states(1, 20)).toBe(".".repeat(20));
    expect(states(1, 1)).toBe(".".repeat(20));
    expect(states(0, undefined)).toBe(".".repeat(20));
  });

  it("when it is throttled more than once", () => {
    const states = (...throttles: (number | undefined)[]) =>
      statesOf(alarmOf("function-throttles"), { Throttles: throttles });
    expect(states(...steady(1, 12))).toMatch(/!$/);
    expect(states(1, ...steady(0, 11))).toBe(".".repeat(12));
    expect(states(...steady(undefined, 12))).toBe(".".repeat(12));
  });
});

describe("a table that throttles is an alarm", () => {
  it.each([
    ["table-read-throttles", "ReadThrottleEvents"],
    ["table-write-throttles", "WriteThrottleEvents"],
  ] as const)("%s", (kind, metric) => {
    const alarm = alarmOf(kind);
    expect(statesOf(alarm, { [metric]: steady(1, 12) })).toMatch(/!$/);
    expect(statesOf(alarm, { [metric]: steady(undefined, 12) })).toBe(".".repeat(12));
    expect(alarm?.metricQueries[0]?.metric?.dimensions).toEqual({ TableName: "tasks" });
  });
});

describe("alarms are as the options say", () => {
  it("left out for all, or for a queue", () => {
    const options: AlarmOptions = {
      without: ["in-flight", "table-read-throttles"],
      queues: { video: { without: ["failures"] } },
    };
    expect(alarmOf("in-flight", video, options)).toBeUndefined();
    expect(alarmOf("table-read-throttles", video, options)).toBeUndefined();
    expect(alarmOf("failures", video, options)).toBeUndefined();
    expect(alarmOf("failures", quick, options)).toBeDefined();
    expect(alarmOf("function-errors", quick, { without: ["function-errors"] })).toBeUndefined();
  });

  it("with thresholds for all, and others for a queue", () => {
    const options: AlarmOptions = {
      thresholds: { failurePercent: 20, inFlight: 50_000, receivesPerMessage: 9 },
      queues: { video: { thresholds: { failurePercent: 30 } } },
    };
    expect(alarmOf("failures", quick, options)?.threshold).toBe(20);
    expect(alarmOf("failures", video, options)?.threshold).toBe(30);
    expect(alarmOf("in-flight", video, options)?.threshold).toBe(50_000);
    expect(alarmOf("redeliveries", video, options)?.threshold).toBe(9);
    const functions = { thresholds: { functionErrorPercent: 7, volume: 3 } };
    expect(alarmOf("function-errors", video, functions)?.threshold).toBe(7);
    expect(alarmOf("failures", video, functions)?.metricQueries[2]?.expression).toContain(
      "done >= 3",
    );
  });
});
