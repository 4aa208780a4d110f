import { type App, scheduledBodyAt, topology } from "@celeriac/core";
import { readTimetable, type Timetable } from "@celeriac/local/timetable";
import type { MemoryModels } from "./memory-models.ts";

/**
 * Has the recurring schedules of an app tick by the virtual clock, each at its instants and once, as one that was deployed
 * before the test began: an interval counts from the start of the test. Flexible windows are of no length.
 */
export function fireSchedules(app: App, models: Pick<MemoryModels, "clock" | "queues">): void {
  const { clock, queues } = models;
  for (const { enabled, expression, timezone, queue, body } of topology(app).schedules) {
    if (!enabled) continue;
    const timetable = readTimetable({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timezone,
    });
    planNext(timetable, clock, clock.now(), (tick) => {
      void queues.send(queue, { body: scheduledBodyAt(body, tick) });
    });
  }
}

function planNext(
  timetable: Timetable,
  clock: MemoryModels["clock"],
  after: number,
  fire: (tick: number) => void,
): void {
  const tick = timetable.next(after, after);
  if (tick === undefined) return;
  clock.timer(tick - clock.now(), () => {
    fire(tick);
    planNext(timetable, clock, tick, fire);
  });
}
