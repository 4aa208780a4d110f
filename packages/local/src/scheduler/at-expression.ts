import { SchedulerError } from "./scheduler-error.ts";
import { offsetMs } from "./zone-clock.ts";

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/**
 * The instant, epoch ms, that `at(yyyy-mm-ddThh:mm:ss)` means in a time zone.
 * @throws {SchedulerError} ValidationException for anything else.
 */
export function parseAtExpression(expression: string, timeZone: string): number {
  const local = AT.exec(expression)?.[1];
  if (local === undefined) {
    throw new SchedulerError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  const wallClock = Date.parse(`${local}Z`);
  if (Number.isNaN(wallClock) || new Date(wallClock).toISOString().slice(0, 19) !== local) {
    throw new SchedulerError("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  // Once more with the offset at the first answer: the zone may have changed its clocks in between.
  const first = wallClock - offsetMs(wallClock, timeZone);
  return wallClock - offsetMs(first, timeZone);
}
