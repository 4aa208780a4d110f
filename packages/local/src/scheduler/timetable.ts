import { parseAtExpression } from "./at-expression.ts";
import { type NextTick, parseCronExpression } from "./cron-expression.ts";
import type { ScheduleRequest } from "./schedule-request.ts";
import { SchedulerError } from "./scheduler-error.ts";

/** What says when a schedule fires. */
export type TimetableRequest = Pick<
  ScheduleRequest,
  "ScheduleExpression" | "ScheduleExpressionTimezone" | "StartDate" | "EndDate"
>;

/** When a schedule fires. */
export interface Timetable {
  /** The first time for a schedule that is made now, epoch ms: an `at` and a `rate` may be due at once. */
  first(now: number): number | undefined;
  /** What comes after a time that has fired; times that have passed by now are left out. */
  next(fired: number, now: number): number | undefined;
}

const RATE = /^rate\(([1-9]\d{0,5}) (minute|hour|day)(s?)\)$/;
const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Reads a schedule's expression, zone, start and end. As Scheduler's user guide says ("Rate-based schedules"), a `rate`
 * begins at the start date, or at once, and its day is 24 hours;
 * an `at` minds neither start nor end, as on AWS.
 * @throws {SchedulerError} ValidationException
 */
export function readTimetable(request: TimetableRequest): Timetable {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone } = request;
  if (expression.startsWith("cron(")) {
    return cronTimetable(parseCronExpression(expression, zone), request);
  }
  if (expression.startsWith("rate(")) return rateTimetable(parseRate(expression), request);
  const at = parseAtExpression(expression, zone);
  return { first: () => at, next: () => undefined };
}

function cronTimetable(nextTick: NextTick, request: TimetableRequest): Timetable {
  const start = startOf(request);
  const after = (instant: number): number | undefined =>
    withinEnd(request, nextTick(Math.max(instant, start - 1)));
  return { first: after, next: (fired, now) => after(Math.max(fired, now)) };
}

function rateTimetable(intervalMs: number, request: TimetableRequest): Timetable {
  const start = startOf(request);
  return {
    first: (now) => {
      // A tick is told in whole seconds.
      const origin = start === Number.NEGATIVE_INFINITY ? Math.floor(now / 1000) * 1000 : start;
      const passed = Math.max(0, Math.ceil((now - origin) / intervalMs));
      return withinEnd(request, now - origin < 1000 ? origin : origin + passed * intervalMs);
    },
    next: (fired, now) => {
      const passed = Math.floor((Math.max(now, fired) - fired) / intervalMs);
      return withinEnd(request, fired + (passed + 1) * intervalMs);
    },
  };
}

function parseRate(expression: string): number {
  const [, count = "", unit = "", plural] = RATE.exec(expression) ?? [];
  if (count === "" || (count === "1") !== (plural === "")) {
    throw new SchedulerError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/** Epoch ms; the protocol has seconds. */
function startOf({ StartDate }: TimetableRequest): number {
  return StartDate === undefined ? Number.NEGATIVE_INFINITY : StartDate * 1000;
}

function withinEnd({ EndDate }: TimetableRequest, tick: number | undefined): number | undefined {
  if (tick === undefined || EndDate === undefined) return tick;
  return tick <= EndDate * 1000 ? tick : undefined;
}
