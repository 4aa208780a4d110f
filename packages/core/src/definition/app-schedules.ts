import { show } from "../show.ts";
import type { ScheduleResource } from "../topology/topology.ts";
import type { Mistakes } from "./mistakes.ts";
import { createOptionChecks } from "./option-checks.ts";
import { isRecurrence, type ScheduledApp } from "./recurrence.ts";
import type { ScheduleOptions } from "./schedule-options.ts";

/** The keys of {@link ScheduleOptions}; the type makes a forgotten one an error. */
const SCHEDULE_OPTION: Readonly<Record<keyof ScheduleOptions, true>> = {
  task: true,
  input: true,
  schedule: true,
  timezone: true,
  enabled: true,
  flexibleWindow: true,
  tags: true,
};

/**
 * Resolves the schedules one by one; those with a mistake are left out, after the mistake was added. What checks and encodes
 * a schedule comes with `crontab` and `every`: an app without any does not load it.
 */
export function resolveSchedules(
  schedules: Readonly<Record<string, unknown>>,
  app: ScheduledApp,
  mistakes: Mistakes,
): ReadonlyMap<string, ScheduleResource> {
  const resolved = new Map<string, ScheduleResource>();
  for (const [name, options] of Object.entries(schedules)) {
    const checks = createOptionChecks(`schedule ${show(name)}`, mistakes);
    if (!checks.object("its value", options)) continue;
    checks.known(options, Object.keys(SCHEDULE_OPTION));
    const { schedule } = options;
    if (isRecurrence(schedule)) {
      const resource = schedule.resolve(name, options, app, checks);
      if (resource !== undefined) resolved.set(name, resource);
    } else {
      checks.wrong("schedule", schedule, 'crontab("0 3 * * *") or every("1h")');
    }
  }
  return resolved;
}
