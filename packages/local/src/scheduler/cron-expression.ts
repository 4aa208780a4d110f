import { Cron } from "croner";
import { SchedulerError } from "./scheduler-error.ts";
import { firstInstantAt, wallClock } from "./zone-clock.ts";

const CRON = /^cron\(([^()]*)\)$/;
/** Scheduler counts weekdays from Sunday as 1; croner takes more. */
const DAY_OF_WEEK = /^(?:\?|[1-7a-z*,\-/#]+)$/i;
const DAY_OF_MONTH = /^(?:\?|[\da-z*,\-/]+)$/i;
const PLAIN_FIELD = /^[\da-z*,\-/]+$/i;

/** Answers the first tick after an instant (epoch ms); `undefined` after the last one. */
export type NextTick = (after: number) => number | undefined;

/**
 * The ticks of `cron(minutes hours day-of-month month day-of-week year)` by a zone's clocks. As Scheduler does when clocks
 * change (its user guide, "Daylight savings time"): a time that they jump over has no tick, and a time that comes twice has
 * one, at its first coming.
 * @throws {SchedulerError} ValidationException for anything else.
 */
export function parseCronExpression(expression: string, timeZone: string): NextTick {
  const cron = parseFields(expression);
  wallClock(0, timeZone);
  return (after) => {
    let wall: number | undefined = wallClock(after, timeZone);
    for (;;) {
      wall = cron.nextRun(new Date(wall))?.getTime();
      if (wall === undefined) return undefined;
      const instant = firstInstantAt(wall, timeZone);
      if (instant !== undefined && instant > after) return instant;
    }
  };
}

/** By UTC's clocks: croner's own way with changing clocks is cron's, and not Scheduler's. */
function parseFields(expression: string): Cron {
  const fields = CRON.exec(expression)?.[1]?.split(" ") ?? [];
  const [minutes = "", hours = "", day = "", month = "", weekday = "", year = ""] = fields;
  const isSound =
    fields.length === 6 &&
    [minutes, hours, month, year].every((field) => PLAIN_FIELD.test(field)) &&
    DAY_OF_MONTH.test(day) &&
    DAY_OF_WEEK.test(weekday) &&
    (day === "?") !== (weekday === "?");
  const options = {
    timezone: "UTC",
    paused: true,
    alternativeWeekdays: true,
    // Scheduler's 0/15 for cron's */15.
    sloppyRanges: true,
  };
  try {
    if (isSound) {
      // FRIL is Scheduler's last Friday.
      const weekdays = weekday.replace(/(?<=\w)L$/i, "#L");
      return new Cron(["0", minutes, hours, day, month, weekdays, year].join(" "), options);
    }
  } catch {
    // croner's message speaks of its own form.
  }
  throw new SchedulerError("ValidationException", `Invalid Schedule Expression ${expression}.`);
}
