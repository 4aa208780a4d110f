import {
  type App,
  crontab,
  defineApp,
  defineTask,
  every,
  type ScheduleOptions,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.ts";

const ticks: number[] = [];
const report = defineTask({
  name: "report",
  run: (_input, ctx) => {
    ticks.push(ctx.tick ?? 0);
  },
});

const appOf = (schedule: Omit<ScheduleOptions<typeof report>, "task">): App =>
  defineApp({
    name: "test",
    tasks: [report],
    schedules: { nightly: { task: report, ...schedule } },
  });

const ticksOf = (test: ReturnType<typeof createTestApp>): (string | undefined)[] =>
  test
    .enqueued(report)
    .map(({ tick }) => (tick === undefined ? undefined : new Date(tick).toISOString()));

describe("recurring schedules tick when time goes on", () => {
  it("not before", async () => {
    const test = createTestApp(appOf({ schedule: every("1h") }));
    await test.drain();
    expect(test.enqueued()).toEqual([]);
    await test.advance("59m");
    expect(test.enqueued()).toEqual([]);
  });

  it("an interval, from the start of the test", async () => {
    const test = createTestApp(appOf({ schedule: every("1h") }));
    await test.advance("3h");
    expect(ticksOf(test)).toEqual([
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T02:00:00.000Z",
      "2026-01-01T03:00:00.000Z",
    ]);
    expect(test.enqueued(report).map(({ state }) => state)).toEqual([
      "SUCCESS",
      "SUCCESS",
      "SUCCESS",
    ]);
  });

  it("a crontab, by the clocks of its zone: over the night in which they are put forward", async () => {
    const schedule = { schedule: crontab("30 1 * * *"), timezone: "Europe/London" };
    const startAt = new Date("2026-03-28T00:00:00Z");
    const test = createTestApp(appOf(schedule), [], { startAt });
    await test.advance("3d");
    expect(ticksOf(test)).toEqual(["2026-03-28T01:30:00.000Z", "2026-03-30T00:30:00.000Z"]);
  });

  it("each tick is one task, whose id is known before", async () => {
    const test = createTestApp(appOf({ schedule: crontab("0 3 * * *") }));
    test.faults.deliverTwice();
    await test.advance("4h");
    const task = await test.task("schedule:nightly:2026-01-01T03:00:00Z");
    expect(task).toMatchObject({ state: "SUCCESS", attempts: 1 });
    expect(test.enqueued()).toHaveLength(1);
  });

  it("one that is disabled does not", async () => {
    const test = createTestApp(appOf({ schedule: every("1h"), enabled: false }));
    await test.advance("1d");
    expect(test.enqueued()).toEqual([]);
  });
});
