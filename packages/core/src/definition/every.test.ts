import { describe, expect, it } from "vitest";
import type { Duration } from "../duration.ts";
import { readInterval } from "./every.ts";

describe("every says an interval as EventBridge Scheduler's rate", () => {
  it.each<[Duration, string, number]>([
    ["1m", "rate(1 minute)", 1],
    ["60s", "rate(1 minute)", 1],
    ["90m", "rate(90 minutes)", 90],
    ["1h", "rate(1 hour)", 60],
    ["1.5h", "rate(90 minutes)", 90],
    ["6h", "rate(6 hours)", 360],
    ["1d", "rate(1 day)", 1440],
    ["365d", "rate(365 days)", 525_600],
  ])("%s is %s", (interval, expression, intervalMinutes) => {
    expect(readInterval(interval)).toEqual({ ok: true, expression, intervalMinutes });
  });

  it.each(["30s", "0m", "90s", "366d", "1 hour", "", 5])("refuses %j", (interval) => {
    const reading = readInterval(interval as Duration);
    expect(reading).toEqual({
      ok: false,
      fault: `the interval is ${JSON.stringify(interval)}: expected whole minutes, "1m" to "365d", since EventBridge Scheduler has no seconds`,
    });
  });
});
