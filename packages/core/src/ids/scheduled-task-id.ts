import { isScheduleName, SCHEDULE_NAME_SYNTAX } from "../definition/names.ts";
import { isInstant } from "../envelope/syntax.ts";
import { tickText } from "../envelope/tick.ts";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { show } from "../show.ts";

/**
 * The id of the task that a recurring schedule starts at a tick: `schedule:nightly:2026-11-21T03:00:00Z`. It is the same
 * however often the tick is fired, and known before it comes: `client.handle(task, scheduledTaskId("nightly", tick))`.
 * @param tick the instant itself, or epoch ms; of a `crontab` a whole minute.
 * @throws {CeleriacError} `invalid-options` for what is no schedule's name or no instant from 1970 on.
 */
export function scheduledTaskId(schedule: string, tick: Date | number): string {
  const instant = Number(tick);
  if (!isScheduleName(schedule)) {
    throw new CeleriacError(
      "invalid-options",
      `the schedule's name is ${show(schedule)}: expected ${SCHEDULE_NAME_SYNTAX}`,
    );
  }
  if (!isInstant(instant)) {
    throw new CeleriacError(
      "invalid-options",
      `the tick of schedule ${show(schedule)} is ${show(tick)}: expected a date, or whole ms since 1970`,
    );
  }
  return `schedule:${schedule}:${tickText(instant)}`;
}
