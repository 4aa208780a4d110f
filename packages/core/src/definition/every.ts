import type { Duration } from "../duration.ts";
import { show } from "../show.ts";
import { createRecurrence, type RecurrenceReading } from "./create-recurrence.ts";
import { durationMs } from "./option-checks.ts";
import type { Recurrence } from "./recurrence.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1440;
const MOST_MINUTES = 365 * DAY_MINUTES;

/**
 * A tick every so often, counted from when the schedule was deployed, which is the first tick. A day is 24 hours, whatever
 * the clocks do (EventBridge Scheduler's user guide, "Rate-based schedules"). Checked by `defineApp`.
 * @param interval whole minutes, `"1m"` to `"365d"`.
 */
export function every(interval: Duration): Recurrence {
  return createRecurrence(`every(${show(interval)})`, readInterval(interval));
}

/** Reads an interval as `rate(…)`. */
export function readInterval(interval: Duration): RecurrenceReading {
  const minutes = (durationMs(interval) ?? Number.NaN) / MINUTE_MS;
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES) {
    return { ok: true, expression: rate(minutes), intervalMinutes: minutes };
  }
  return {
    ok: false,
    fault: `the interval is ${show(interval)}: expected whole minutes, "1m" to "365d", since EventBridge Scheduler has no seconds`,
  };
}

/** In the largest unit that has no rest; Scheduler wants the singular for one. */
function rate(minutes: number): string {
  if (minutes % DAY_MINUTES === 0) return counted(minutes / DAY_MINUTES, "day");
  if (minutes % HOUR_MINUTES === 0) return counted(minutes / HOUR_MINUTES, "hour");
  return counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
