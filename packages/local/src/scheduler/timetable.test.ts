import { describe, expect, it } from "vitest";
import { parseScheduleRequest, type ScheduleRequest } from "./schedule-request.ts";
import { readTimetable } from "./timetable.ts";

const instant = (text: string): number => Date.parse(`${text}:00Z`);
const NOW = instant("2026-11-21T12:00");

function requestOf(
  ScheduleExpression: string,
  changes: Partial<ScheduleRequest> = {},
): ScheduleRequest {
  return parseScheduleRequest("nightly", {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: "arn:aws:sqs:us-east-1:000000000000:q",
      RoleArn: "arn:aws:iam::000000000000:role/r",
    },
    ...changes,
  });
}

describe("a rate ticks from when it was made", () => {
  it("at once, in whole seconds, then each interval", () => {
    const table = readTimetable(requestOf("rate(5 minutes)"));
    expect(table.first(NOW + 400)).toBe(NOW);
    expect(table.next(NOW, NOW + 1000)).toBe(NOW + 300_000);
  });

  it("leaves out what has passed, and keeps its pace", () => {
    const table = readTimetable(requestOf("rate(1 hour)"));
    expect(table.next(NOW, NOW + 3 * 3_600_000 + 5000)).toBe(NOW + 4 * 3_600_000);
    expect(table.next(NOW, NOW + 3_600_000)).toBe(NOW + 2 * 3_600_000);
    expect(table.next(NOW, NOW - 5000)).toBe(NOW + 3_600_000);
  });

  it("from its start date on, in the past or in the future", () => {
    const from = (text: string): number | undefined =>
      readTimetable(requestOf("rate(1 day)", { StartDate: instant(text) / 1000 })).first(NOW);
    expect(from("2026-12-01T00:00")).toBe(instant("2026-12-01T00:00"));
    expect(from("2026-11-01T15:00")).toBe(instant("2026-11-21T15:00"));
    expect(from("2026-11-01T12:00")).toBe(NOW);
  });

  it("counts a day as 24 hours", () => {
    const beforeChange = instant("2026-10-24T12:00");
    const ScheduleExpressionTimezone = "Europe/London";
    const table = readTimetable(requestOf("rate(1 day)", { ScheduleExpressionTimezone }));
    expect(table.next(beforeChange, beforeChange)).toBe(beforeChange + 86_400_000);
  });

  it.each([
    "rate(0 minutes)",
    "rate(1 minutes)",
    "rate(2 minute)",
    "rate(5 seconds)",
    "rate(1.5 hours)",
    "rate(5  minutes)",
  ])("refuses %s", (expression) => {
    expect(() => readTimetable(requestOf(expression))).toThrow(
      `Invalid Schedule Expression ${expression}`,
    );
  });
});

describe("a recurring schedule keeps to its start and end", () => {
  it("has no tick before the one nor after the other", () => {
    const table = readTimetable(
      requestOf("cron(0 0 * * ? *)", {
        StartDate: instant("2026-12-01T00:00") / 1000,
        EndDate: instant("2026-12-02T12:00") / 1000,
      }),
    );
    const first = table.first(NOW);
    expect(first).toBe(instant("2026-12-01T00:00"));
    const second = table.next(first!, first!);
    expect(second).toBe(instant("2026-12-02T00:00"));
    expect(table.next(second!, second!)).toBeUndefined();
  });

  it("an at fires once, whenever that is", () => {
    const table = readTimetable(requestOf("at(2020-01-01T00:00:00)"));
    expect(table.first(NOW)).toBe(instant("2020-01-01T00:00"));
    expect(table.next(NOW, NOW)).toBeUndefined();
  });
});
