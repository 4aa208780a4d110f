import { describe, expect, it } from "vitest";
import { isTaskId } from "../envelope/syntax.ts";
import { scheduledTaskId } from "./scheduled-task-id.ts";

describe("The id of a tick's task is known to whoever knows schedule and tick", () => {
  it("is the same for a date and for its milliseconds, and is a task id", () => {
    const tick = new Date("2026-11-21T03:00:00Z");
    expect(scheduledTaskId("nightly", tick)).toBe("schedule:nightly:2026-11-21T03:00:00Z");
    expect(scheduledTaskId("nightly", tick.getTime())).toBe(scheduledTaskId("nightly", tick));
    expect(isTaskId(scheduledTaskId("x".repeat(40), tick))).toBe(true);
  });

  it.each<[string, Date | number, string]>([
    ["every night", 0, 'the schedule\'s name is "every night": expected 1 to 40 of A-Z'],
    ["nightly", new Date(Number.NaN), 'the tick of schedule "nightly" is an instance of Date'],
    [
      "nightly",
      -1,
      'the tick of schedule "nightly" is -1: expected a date, or whole ms since 1970',
    ],
  ])("refuses %s at %s", (schedule, tick, message) => {
    expect(() => scheduledTaskId(schedule, tick)).toThrow(message);
  });
});
