import { describe, expect, it } from "vitest";
import { parseCronExpression } from "./cron-expression.ts";

/** The first ticks after an instant. */
function ticks(expression: string, zone: string, after: string, count = 3): string[] {
  const next = parseCronExpression(expression, zone);
  const found: string[] = [];
  let instant: number | undefined = Date.parse(after);
  while (found.length < count) {
    instant = next(instant);
    if (instant === undefined) break;
    found.push(new Date(instant).toISOString().replace(":00.000Z", "Z"));
  }
  return found;
}

describe("cron() ticks by Scheduler's six fields", () => {
  it.each([
    ["cron(0 3 * * ? *)", ["2026-11-22T03:00Z", "2026-11-23T03:00Z", "2026-11-24T03:00Z"]],
    ["cron(0/20 * * * ? *)", ["2026-11-21T12:20Z", "2026-11-21T12:40Z", "2026-11-21T13:00Z"]],
    ["cron(15 10 ? * 2 *)", ["2026-11-23T10:15Z", "2026-11-30T10:15Z", "2026-12-07T10:15Z"]],
    ["cron(0 0 ? * SUN,SAT *)", ["2026-11-22T00:00Z", "2026-11-28T00:00Z", "2026-11-29T00:00Z"]],
    ["cron(0 0 ? * 1,7 *)", ["2026-11-22T00:00Z", "2026-11-28T00:00Z", "2026-11-29T00:00Z"]],
    ["cron(0 9 L * ? *)", ["2026-11-30T09:00Z", "2026-12-31T09:00Z", "2027-01-31T09:00Z"]],
    ["cron(0 9 ? * 6L *)", ["2026-11-27T09:00Z", "2026-12-25T09:00Z", "2027-01-29T09:00Z"]],
    ["cron(0 9 ? * FRI#2 *)", ["2026-12-11T09:00Z", "2027-01-08T09:00Z", "2027-02-12T09:00Z"]],
    ["cron(0 9 15W * ? *)", ["2026-12-15T09:00Z", "2027-01-15T09:00Z", "2027-02-15T09:00Z"]],
    ["cron(0 0 29 2 ? 2027-2028)", ["2028-02-29T00:00Z"]],
  ])("%s", (expression, expected) => {
    expect(ticks(expression, "UTC", "2026-11-21T12:00:00Z")).toEqual(expected);
  });

  it.each([
    "cron(0 3 * * *)",
    "cron(0 3 * * * *)",
    "cron(0 3 ? * ? *)",
    "cron(0 3 1 * MON *)",
    "cron(60 3 * * ? *)",
    "cron(0 3 ? * 0 *)",
    "cron(0 3 ? * 8 *)",
    "cron(0 3  * ? *)",
    "cron(@daily)",
    "cron(0 3 * * ? *",
    "cron(? 3 * * ? *)",
  ])("refuses %s", (expression) => {
    expect(() => parseCronExpression(expression, "UTC")).toThrow(
      `Invalid Schedule Expression ${expression}`,
    );
  });

  it("refuses a zone that is none", () => {
    expect(() => parseCronExpression("cron(0 3 * * ? *)", "Mars/Base")).toThrow(
      "Invalid Schedule Expression Timezone Mars/Base",
    );
  });
});

describe("cron() goes by the zone's clocks, as Scheduler does when they change", () => {
  it("keeps the hour of the day, an hour earlier in UTC in summer", () => {
    expect(ticks("cron(0 3 * * ? *)", "Europe/London", "2026-03-27T12:00:00Z", 4)).toEqual([
      "2026-03-28T03:00Z",
      "2026-03-29T02:00Z",
      "2026-03-30T02:00Z",
      "2026-03-31T02:00Z",
    ]);
  });

  it("has no tick at a time that the clocks jump over", () => {
    expect(ticks("cron(30 1 * * ? *)", "Europe/London", "2026-03-28T00:00:00Z")).toEqual([
      "2026-03-28T01:30Z",
      "2026-03-30T00:30Z",
      "2026-03-31T00:30Z",
    ]);
  });

  it("has one tick at a time that comes twice, the first", () => {
    expect(ticks("cron(30 1 * * ? *)", "Europe/London", "2026-10-24T12:00:00Z")).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
      "2026-10-27T01:30Z",
    ]);
    expect(ticks("cron(0/30 * * * ? *)", "Europe/London", "2026-10-24T23:59:00Z", 5)).toEqual([
      "2026-10-25T00:00Z",
      "2026-10-25T00:30Z",
      "2026-10-25T02:00Z",
      "2026-10-25T02:30Z",
      "2026-10-25T03:00Z",
    ]);
  });

  it("goes on from within the repeated hour", () => {
    expect(ticks("cron(0/30 * * * ? *)", "Europe/London", "2026-10-25T01:10:00Z", 1)).toEqual([
      "2026-10-25T02:00Z",
    ]);
  });

  it("knows clocks that change by half an hour, and the other hemisphere's", () => {
    // Lord Howe Island: 02:00 is 02:30 on 4 October 2026, and 02:00 is 01:30 on 5 April 2026.
    expect(
      ticks("cron(0/15 2 4 10 ? 2026)", "Australia/Lord_Howe", "2026-10-03T00:00:00Z"),
    ).toEqual(["2026-10-03T15:30Z", "2026-10-03T15:45Z"]);
    expect(ticks("cron(45 1 5 4 ? 2026)", "Australia/Lord_Howe", "2026-04-04T00:00:00Z")).toEqual([
      "2026-04-04T14:45Z",
    ]);
  });
});
