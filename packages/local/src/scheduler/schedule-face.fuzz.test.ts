import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCHEDULER_ROLE_ARN } from "../account.ts";
import { parseAtExpression } from "./at-expression.ts";
import { createScheduleFace } from "./schedule-face.ts";
import { parseScheduleRequest } from "./schedule-request.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { SchedulerError } from "./scheduler-error.ts";
import { readTimetable } from "./timetable.ts";

const RUNS = 10_000;
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "__proto__",
    "..",
    "%2e%2e",
    "'; DROP TABLE schedules; --",
    "a b",
    "x".repeat(99),
  ),
);
const VALID = {
  ScheduleExpression: "at(2999-01-01T00:00:00)",
  FlexibleTimeWindow: { Mode: "OFF" },
  Target: {
    Arn: "arn:aws:sqs:us-east-1:000000000000:q",
    RoleArn: SCHEDULER_ROLE_ARN,
    Input: "{}",
  },
};
const body = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...Object.keys(VALID)), text), fc.jsonValue()), {
    maxLength: 3,
  })
  .map((changes) => JSON.stringify(Object.fromEntries([...Object.entries(VALID), ...changes])));

describe("the embedded scheduler's face", () => {
  it("keeps a schedule or refuses it, whatever its name and request", async () => {
    const store = new ScheduleStore(undefined);
    const face = createScheduleFace(
      store,
      () => undefined,
      () => 0,
    );
    const name = fc.oneof(text, fc.stringMatching(/^[0-9a-zA-Z_.-]{1,20}$/));
    await fc.assert(
      fc.asyncProperty(name, fc.oneof(body, fc.json(), text), async (hostile, request) => {
        const path = `/schedules/${encodeURIComponent(hostile.toWellFormed())}`;
        const answer = await face.request(path, { method: "POST", body: request });
        expect([200, 400, 404, 409]).toContain(answer.status);
        if (answer.status !== 200) return;
        expect(hostile).toMatch(/^[\w.-]{1,64}$/);
        expect((await face.request(path, { method: "DELETE" })).status).toBe(200);
      }),
      { numRuns: RUNS },
    );
    expect(store.list()).toEqual([]);
    expect(store.groups().map((group) => group.name)).toEqual(["default"]);
    store.close();
  });

  it("lists a page, or refuses the query", async () => {
    const store = new ScheduleStore(undefined);
    const face = createScheduleFace(
      store,
      () => undefined,
      () => 0,
    );
    const value = fc.oneof(
      text,
      fc.integer().map(String),
      fc.constantFrom("1e3", "-1", " ", "0x1"),
    );
    const query = fc.dictionary(
      fc.constantFrom("NextToken", "MaxResults", "NamePrefix", "ScheduleGroup", "State"),
      value,
    );
    await fc.assert(
      fc.asyncProperty(query, async (hostile) => {
        const answer = await face.request(`/schedules?${new URLSearchParams(hostile)}`);
        expect([200, 400]).toContain(answer.status);
        if (!/^\d+$/.test(hostile["MaxResults"] ?? "1")) expect(answer.status).toBe(400);
      }),
      { numRuns: RUNS },
    );
    store.close();
  });

  it("reads an at() expression as an instant, or refuses it", () => {
    const digits = (length: number): fc.Arbitrary<string> =>
      fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    const at = fc
      .tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
      .map(([y, mo, d, h, mi, s]) => `at(${y}-${mo}-${d}T${h}:${mi}:${s})`);
    const expression = fc.oneof(at, text, fc.constantFrom("rate(1 minute)", "cron(0 3 * * ? *)"));
    const zone = fc.oneof(text, fc.constantFrom("UTC", "Europe/London", "Pacific/Apia"));
    fc.assert(
      fc.property(expression, zone, (hostile, where) => {
        try {
          expect(Number.isSafeInteger(parseAtExpression(hostile, where))).toBe(true);
        } catch (error) {
          if (!(error instanceof SchedulerError)) throw error;
          expect(error.name).toBe("ValidationException");
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("reads a recurring expression as ticks that only go forward, or refuses it", () => {
    const field = fc.oneof(
      fc.constantFrom(
        "*",
        "?",
        "0",
        "7",
        "59",
        "*/5",
        "0/15",
        "1-5",
        "L",
        "15W",
        "MON-FRI",
        "6L",
        "6#3",
      ),
      fc.stringMatching(/^[\d*,/?#LW-]{1,6}$/),
      text,
    );
    const cron = fc.array(field, { minLength: 5, maxLength: 7 });
    const expression = fc.oneof(
      cron.map((fields) => `cron(${fields.join(" ")})`),
      fc
        .tuple(fc.integer(), fc.constantFrom("minute", "minutes", "hour", "days", "seconds"))
        .map(([count, unit]) => `rate(${count} ${unit})`),
      text.map((hostile) => `rate(${hostile})`),
    );
    const zone = fc.constantFrom("UTC", "Europe/London", "Australia/Lord_Howe", "Mars/Base");
    fc.assert(
      fc.property(expression, zone, fc.nat(4_000_000_000_000), (hostile, where, now) => {
        try {
          const table = readTimetable(
            parseScheduleRequest("fuzz", {
              ...VALID,
              ScheduleExpression: hostile,
              ScheduleExpressionTimezone: where,
            }),
          );
          const first = table.first(now);
          if (first === undefined) return;
          expect(first).toBeGreaterThan(now - 1000);
          expect(table.next(first, now) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(first);
        } catch (error) {
          if (!(error instanceof SchedulerError)) throw error;
          expect(error.name).toBe("ValidationException");
        }
      }),
      { numRuns: RUNS },
    );
  });
});
