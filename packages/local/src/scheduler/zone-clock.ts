import { SchedulerError } from "./scheduler-error.ts";

/** Longer than any change of clocks, and shorter than the time between two of them. */
const DAY_MS = 86_400_000;

/** What a zone's clocks show at an instant, as the epoch ms at which UTC's clocks show it. @throws {SchedulerError} ValidationException for no zone. */
export function wallClock(instant: number, timeZone: string): number {
  return instant + offsetMs(instant, timeZone);
}

/** The first instant at which a zone's clocks show a time (as `wallClock` answers it); `undefined` where they jump over it. */
export function firstInstantAt(wall: number, timeZone: string): number | undefined {
  const instants = [wall - DAY_MS, wall + DAY_MS]
    .map((near) => wall - offsetMs(near, timeZone))
    .filter((instant) => wallClock(instant, timeZone) === wall);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** How far the zone's clocks are ahead of UTC at an instant. */
export function offsetMs(instant: number, timeZone: string): number {
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
