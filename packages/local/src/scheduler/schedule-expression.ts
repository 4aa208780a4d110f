import { SchedulerError } from "./scheduler-error.ts";

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/**
 * The instant, epoch ms, that `at(yyyy-mm-ddThh:mm:ss)` means in a time zone.
 * @throws {SchedulerError} ValidationException for anything else; `rate()` and `cron()` are not emulated.
 */
export function parseAtExpression(expression: string, timeZone: string): number {
  const local = AT.exec(expression)?.[1];
  if (local === undefined) {
    throw new SchedulerError(
      "ValidationException",
      /^(rate|cron)\(/.test(expression)
        ? `Invalid Schedule Expression ${expression}. The embedded scheduler fires at(yyyy-mm-ddThh:mm:ss) only.`
        : `Invalid Schedule Expression ${expression}.`,
    );
  }
  const wallClock = Date.parse(`${local}Z`);
  if (Number.isNaN(wallClock) || new Date(wallClock).toISOString().slice(0, 19) !== local) {
    throw new SchedulerError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  // Once more with the offset at the first answer: the zone may have changed its clocks in between.
  const first = wallClock - offsetMs(wallClock, timeZone);
  return wallClock - offsetMs(first, timeZone);
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(instant: number, timeZone: string): number {
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }).formatToParts(instant);
  } catch {
    throw new SchedulerError(
      "ValidationException",
      `Invalid Schedule Expression Timezone ${timeZone}.`,
    );
  }
  const part = (type: string): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  const clock = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return clock - instant;
}
