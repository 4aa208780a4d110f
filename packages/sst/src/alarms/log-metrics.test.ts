import { defineApp, defineTask, fargate, lambda } from "@celeriac/core";
import { createMemoryApp } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { type LogMetric, logMetricFilter } from "./log-metrics.ts";

const fails = defineTask({
  name: "fails",
  queue: "Video-1",
  retry: { maxRetries: 2, backoff: "1s" },
  run: () => {
    throw new TypeError("no");
  },
});
const refuses = defineTask({
  name: "refuses",
  queue: "Video-1",
  retry: { maxRetries: 2, backoff: "1s" },
  expected: (error) => error instanceof RangeError,
  run: () => {
    throw new RangeError("as expected");
  },
});
const app = defineApp({
  name: "shop",
  tasks: [fails, refuses],
  queues: { "Video-1": fargate(), default: lambda() },
});

/** How many lines a filter of the form `{ ($.a = "x") && ($.b = "y") }` finds. */
function count(pattern: string, lines: readonly Readonly<Record<string, unknown>>[]): number {
  const conditions = [...pattern.matchAll(/\(\$\.(\w+) = "([^"]*)"\)/g)];
  const whole = conditions.map(([condition]) => condition).join(" && ");
  expect(pattern).toBe(`{ ${whole} }`);
  return lines.filter((line) => conditions.every(([, field = "", text]) => line[field] === text))
    .length;
}

describe("the lines that the engine writes are counted", () => {
  it("each failure and each retry of the queue's tasks, and none that was expected", async () => {
    const test = createMemoryApp(app);
    await test.client.enqueue(fails);
    await test.client.enqueue(refuses);
    await test.advance("1m");
    const lines = test.logger.lines.map(({ message, fields }) => ({ ...fields, message }));
    const found = (queue: string, kind: LogMetric): number =>
      count(logMetricFilter(queue, kind, { namespace: "n", name: "m" }).pattern, lines);
    expect(lines.length).toBeGreaterThan(4);
    expect(found("Video-1", "failures")).toBe(1);
    expect(found("Video-1", "retries")).toBe(2);
    expect(found("default", "failures")).toBe(0);
    expect(found("default", "retries")).toBe(0);
  });

  it("as one each, in a metric that has no value without them", () => {
    const metric = { namespace: "Celeriac/shop/prod/Tasks", name: "video_failures" };
    expect(logMetricFilter("video", "failures", metric).metricTransformation).toEqual({
      ...metric,
      value: "1",
      unit: "Count",
    });
  });
});
