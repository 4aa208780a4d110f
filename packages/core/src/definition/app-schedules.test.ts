import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeEnvelope } from "../envelope/decode.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { topology } from "../topology/create-topology.ts";
import type { ScheduleResource } from "../topology/topology.ts";
import type { AppOptions } from "./app-definition.ts";
import { crontab } from "./crontab.ts";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";
import { every } from "./every.ts";
import { lambda } from "./queues.ts";
import type { ScheduleOptions } from "./schedule-options.ts";

const report = defineTask({
  name: "reports.nightly",
  input: z.object({ days: z.coerce.number().default(1), secret: z.string().optional() }),
  queue: "slow",
});
const sweep = defineTask({ name: "sweep" });
const lonely = defineTask({ name: "lonely", unique: { key: () => "one" } });
const patient = defineTask({
  name: "patient",
  input: z.string().refine(async (text) => Promise.resolve(text === "right")),
});
const nightly: ScheduleOptions = {
  task: report,
  input: { days: "7" },
  schedule: crontab("0 3 * * *"),
};

function appOf(schedules: Record<string, unknown>, options: Partial<AppOptions> = {}) {
  return defineApp({
    name: "shop",
    tasks: [report, sweep, lonely, patient],
    queues: { default: lambda(), slow: lambda() },
    schedules: schedules as NonNullable<AppOptions["schedules"]>,
    ...options,
  });
}

function mistakeOf(changes: Record<string, unknown>, options: Partial<AppOptions> = {}): string {
  try {
    appOf({ nightly: { ...nightly, ...changes } }, options);
  } catch (error) {
    if (CeleriacError.is(error, "invalid-definition")) return error.message;
    throw error;
  }
  return "no mistake";
}

const schedulesOf = (schedules: Record<string, unknown>): readonly ScheduleResource[] =>
  topology(appOf(schedules)).schedules;

/** What a host reads when the tick is fired. */
function firedAt(schedule: ScheduleResource | undefined, tick: string) {
  const body = schedule?.body.replaceAll("<aws.scheduler.scheduled-time>", tick) ?? "";
  const answer = decodeEnvelope(body);
  if (answer.kind !== "envelope") throw new Error(JSON.stringify(answer));
  return answer.envelope;
}

describe("an app's schedules are in its topology, in EventBridge Scheduler's words", () => {
  it("with every default, or as they say", () => {
    const [first, second, third] = schedulesOf({
      nightly,
      "sweep.often_1": { task: "sweep", schedule: every("5m"), enabled: false, flexibleWindow: 5 },
      london: { ...nightly, timezone: "Europe/London" },
    });
    expect(first).toEqual({
      name: "nightly",
      queue: "slow",
      expression: "cron(0 3 * * ? *)",
      timezone: "UTC",
      enabled: true,
      flexibleWindowMinutes: undefined,
      body:
        '{"v":1,"i":"schedule:nightly:<aws.scheduler.scheduled-time>","k":"<aws.scheduler.scheduled-time>",' +
        '"t":"reports.nightly","d":{"days":"7"},"g":0,"h":0}',
    });
    expect(second).toMatchObject({
      name: "sweep.often_1",
      queue: "default",
      expression: "rate(5 minutes)",
      enabled: false,
      flexibleWindowMinutes: 5,
    });
    expect(third?.timezone).toBe("Europe/London");
  });

  it("follow overrides to another queue", () => {
    const app = appOf({ nightly }, { overrides: { "reports.*": { queue: "default" } } });
    expect(app.schedules.get("nightly")?.queue).toBe("default");
  });
});

describe("a tick is one task, whenever and however often it is fired", () => {
  it("has the tick in its id and for its time of enqueueing", () => {
    const [schedule] = schedulesOf({ nightly });
    expect(firedAt(schedule, "2027-11-21T03:00:00Z")).toEqual({
      version: 1,
      taskId: "schedule:nightly:2027-11-21T03:00:00Z",
      task: "reports.nightly",
      input: { kind: "inline", value: { days: "7" } },
      generation: 0,
      enqueuedAt: Date.parse("2027-11-21T03:00:00Z"),
      tick: Date.parse("2027-11-21T03:00:00Z"),
      hops: 0,
    });
  });

  it("leaves an input alone that looks like a tick, or like what Scheduler replaces", () => {
    const secret = "1970-01-01T00:00:00Z <aws.scheduler.scheduled-time>";
    const [schedule] = schedulesOf({ nightly: { ...nightly, input: { secret } } });
    expect(schedule?.body.split("<aws.scheduler.")).toHaveLength(3);
    expect(firedAt(schedule, "2027-11-21T03:00:00Z").input).toEqual({
      kind: "inline",
      value: { secret },
    });
  });

  it("carries tags, and no input where there is none", () => {
    const [schedule] = schedulesOf({
      often: { task: sweep, schedule: every("1h"), tags: { by: "clock" } },
    });
    const envelope = firedAt(schedule, "2027-11-21T03:00:00.250Z");
    expect(envelope).toMatchObject({ tags: { by: "clock" }, tick: 1_826_766_000_250 });
    expect(envelope.input).toBeUndefined();
  });
});

describe("a mistake in a schedule is named when the app is defined", () => {
  it.each<[Record<string, unknown>, string]>([
    [
      { task: "reports.nigthly" },
      'no task of the app is named "reports.nigthly"; did you mean "reports.nightly"?',
    ],
    [{ task: defineTask({ name: "other" }) }, 'no task of the app is named "other"'],
    [
      { task: defineTask({ name: "sweep" }) },
      'its task is another one of the name "sweep" than the app\'s',
    ],
    [{ task: undefined }, "task is undefined: expected a task of the app, or its name"],
    [
      { task: lonely, input: undefined },
      'task "lonely" is unique, which takes a lock by whoever enqueues',
    ],
    [
      { schedule: "0 3 * * *" },
      'schedule is "0 3 * * *": expected crontab("0 3 * * *") or every("1h")',
    ],
    [{ schedule: crontab("0 3 * *") }, 'schedule is crontab("0 3 * *"): expected five fields'],
    [
      { schedule: every("10s") },
      'schedule is every("10s"): the interval is "10s": expected whole minutes',
    ],
    [
      { timezone: "Europe/Londn" },
      'timezone is "Europe/Londn": expected an IANA time zone such as "Europe/London"; did you mean "Europe/London"?',
    ],
    [{ timezone: "europe/london" }, 'timezone is "europe/london": expected "Europe/London"'],
    [{ timezone: "+01:00" }, 'timezone is "+01:00": expected an IANA time zone'],
    [{ timezone: 1 }, "timezone is 1: expected an IANA time zone"],
    [{ schedule: every("1h"), timezone: "Europe/London" }, "timezone says nothing to an interval"],
    [{ flexibleWindow: 0 }, "flexibleWindow is 0: expected a whole number, 1 to 1,440"],
    [{ flexibleWindow: 1441 }, "flexibleWindow is 1441: expected a whole number, 1 to 1,440"],
    [
      { schedule: every("5m"), flexibleWindow: 6 },
      "flexibleWindow is 6: expected at most the interval, 5 minutes",
    ],
    [{ enabled: "no" }, 'enabled is "no": expected a boolean'],
    [{ cron: "x" }, 'unknown option "cron"'],
    [
      { input: { days: "many" } },
      "the input of task reports.nightly was refused by its schema: days:",
    ],
    [{ task: sweep, input: 5 }, "task sweep takes no input, but got 5"],
    [
      { input: { secret: undefined, days: 1n } },
      "the input, at days, is 1n, which JSON cannot carry",
    ],
    [{ tags: { a: 5 } }, "tags is an object: expected at most 32 labels"],
    [
      { task: patient, input: { a: () => undefined } },
      "the input of task patient was refused by its schema",
    ],
  ])("%#: %o", (changes, mistake) => {
    expect(mistakeOf(changes)).toContain(`schedule "nightly": ${mistake}`);
  });

  it("every one of them, in one error", () => {
    const message = mistakeOf({ task: "x", schedule: every("1s"), enabled: 1, timezone: "Mars" });
    for (const part of ["no task of the app", "every(", "enabled is 1", 'timezone is "Mars"']) {
      expect(message).toContain(part);
    }
  });

  it("a name that Scheduler does not take, or that is no options", () => {
    expect(() => appOf({ "every night": nightly })).toThrow('its name is "every night"');
    expect(() => appOf({ ["x".repeat(41)]: nightly })).toThrow("expected 1 to 40 of");
    expect(() => appOf({ nightly: 5 })).toThrow('schedule "nightly": its value is 5');
    expect(() => defineApp({ name: "a", tasks: [], schedules: 5 as never })).toThrow(
      "schedules is 5: expected an object of options",
    );
  });

  it("never shows an input that was refused", () => {
    expect(mistakeOf({ input: { days: "hunter2-hunter2" } })).not.toContain("hunter2");
  });

  it("a searchable tag, whose index nobody would write", () => {
    const searchable = { searchableTags: ["order"] };
    expect(mistakeOf({ tags: { order: "1" } }, searchable)).toContain(
      'the tag "order" is searchable',
    );
    expect(mistakeOf({ tags: { other: "1" } }, searchable)).toBe("no mistake");
  });

  it("an input above what Scheduler takes", () => {
    expect(mistakeOf({ input: { secret: "x".repeat(260_000) } })).toMatch(
      /its message has \d+ bytes once it is escaped: EventBridge Scheduler takes 258048/,
    );
  });

  it("not of an asynchronous schema: whoever runs the task asks it", () => {
    expect(mistakeOf({ task: patient, input: "wrong" })).toBe("no mistake");
  });

  it("not once more for a task whose own mistake was named", () => {
    const message = mistakeOf({}, { overrides: { "reports.*": { queue: "nowhere" } } });
    expect(message).toContain("nowhere");
    expect(message).not.toContain("schedule");
  });
});
