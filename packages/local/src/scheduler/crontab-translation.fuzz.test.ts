import { crontab, defineApp, defineTask, topology } from "@celeriac/core";
import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCronExpression } from "./cron-expression.ts";

const RUNS = 1000;
const TICKS = 12;
/** Neither clocks that change nor leap days stand between these and the next few ticks of most crontabs. */
const AFTER = ["2026-11-21T12:34:56Z", "2027-12-31T23:59:00Z", "2028-02-27T00:00:00Z"];
const MONTHS = ["jan", "feb", "MAR", "Apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "TUE", "Wed", "thu", "fri", "sat"];

/** A field as cron knows it: stars, numbers, ranges that go forward, steps and lists. */
function field(least: number, most: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const number = fc.integer({ min: least, max: most });
  const value = number.map(String);
  const named = number.map((index) => names[index - least] ?? String(index));
  const range = fc.tuple(number, number).map((ends) => {
    const [first, last] = ends.sort((a, b) => a - b);
    return `${first}-${last}`;
  });
  const step = fc.integer({ min: 1, max: most - least + 1 }).map((size) => `/${size}`);
  const part = fc.oneof(
    value,
    named,
    range,
    fc.tuple(fc.oneof(range, fc.constant("*")), step).map(([ends, every]) => ends + every),
  );
  const list = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(","));
  return fc.oneof({ weight: 2, arbitrary: fc.constant("*") }, { weight: 3, arbitrary: list });
}

const days = fc.oneof(
  field(1, 31).map((day) => [day, "*"] as const),
  field(0, 6, DAYS).map((day) => ["*", day] as const),
  fc.constantFrom(["*", "7"], ["*", "5-7"], ["*", "1-7/2"], ["*", "0-7"]),
);
const anyCrontab = fc
  .tuple(field(0, 59), field(0, 23), field(1, 12, MONTHS), days)
  .map(([minute, hour, month, [day, weekday]]) => `${minute} ${hour} ${day} ${month} ${weekday}`);

const task = defineTask({ name: "t" });

/** As an app's topology says it; `undefined` where the definition refuses it. */
function translated(text: string): { expression: string } | { fault: string } {
  try {
    const schedules = { s: { task, schedule: crontab(text) } };
    const [schedule] = topology(defineApp({ name: "a", tasks: [task], schedules })).schedules;
    return { expression: schedule?.expression ?? "" };
  } catch (error) {
    return { fault: String(error) };
  }
}

function ticksOf(next: (after: number) => number | undefined, after: number): number[] {
  const ticks: number[] = [];
  let tick = next(after);
  while (tick !== undefined && ticks.length < TICKS) {
    ticks.push(tick);
    tick = next(tick);
  }
  return ticks;
}

describe("a crontab ticks in EventBridge Scheduler's form when cron's own would", () => {
  it("whatever its fields, and none is refused but one that never ticks", () => {
    fc.assert(
      fc.property(anyCrontab, fc.constantFrom(...AFTER), (text, from) => {
        const after = Date.parse(from);
        const cron = new Cron(text, { timezone: "UTC", paused: true });
        const expected = ticksOf((instant) => cron.nextRun(new Date(instant))?.getTime(), after);
        const translation = translated(text);
        if ("fault" in translation) {
          expect(translation.fault).toContain("it would never tick");
          expect(expected).toEqual([]);
          return;
        }
        expect(translation.expression.length).toBeLessThanOrEqual(256);
        expect(ticksOf(parseCronExpression(translation.expression, "UTC"), after)).toEqual(
          expected,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it("by any zone's clocks, while they do not change", () => {
    const zone = fc.constantFrom(
      "Europe/London",
      "Asia/Kolkata",
      "America/New_York",
      "Pacific/Auckland",
    );
    fc.assert(
      fc.property(field(0, 59), field(0, 23), zone, (minute, hour, timezone) => {
        const after = Date.parse("2026-07-01T00:00:00Z");
        const text = `${minute} ${hour} * * *`;
        const cron = new Cron(text, { timezone, paused: true });
        const expected = ticksOf((instant) => cron.nextRun(new Date(instant))?.getTime(), after);
        const translation = translated(text);
        if ("fault" in translation) throw new Error(translation.fault);
        expect(ticksOf(parseCronExpression(translation.expression, timezone), after)).toEqual(
          expected,
        );
      }),
      { numRuns: RUNS / 10 },
    );
  });

  it("any text is translated or refused, by a documented error", () => {
    const piece = fc.constantFrom(
      "*",
      "/",
      "-",
      ",",
      " ",
      "0",
      "7",
      "59",
      "mon",
      "JAN",
      "?",
      "L",
      "#",
      "<",
      "\n",
      "€",
    );
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
      anyCrontab.map((text) => text.replaceAll("*", "22-2")),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const translation = translated(text);
        if ("fault" in translation) expect(translation.fault).toMatch(/^CeleriacError: app "a"/);
        else expect(parseCronExpression(translation.expression, "UTC")(0)).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });
});
