import type { ScheduleResource } from "../topology/topology.ts";
import type { OptionChecks } from "./option-checks.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import type { AnyTask } from "./task-definition.ts";

/** When a recurring schedule ticks: what `crontab` and `every` make, for `schedules` in `defineApp`. */
export interface Recurrence {
  readonly kind: "recurrence";
  /** As it was written: `crontab("0 3 * * *")`. */
  readonly text: string;
  /** Checks a schedule's options, and says it in EventBridge Scheduler's words; `undefined` after a mistake was added. */
  readonly resolve: (
    name: string,
    options: Readonly<Record<string, unknown>>,
    app: ScheduledApp,
    checks: OptionChecks,
  ) => ScheduleResource | undefined;
}

/** What schedules are checked against. */
export interface ScheduledApp {
  /** Every task of the app, those with mistakes too. */
  readonly definitions: readonly AnyTask[];
  readonly tasks: ReadonlyMap<string, ResolvedTask>;
  readonly searchableTags: readonly string[];
}

/** Recognises what `crontab` and `every` made, in this or another copy of the library. */
export function isRecurrence(value: unknown): value is Recurrence {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "recurrence" &&
    "resolve" in value &&
    typeof value.resolve === "function"
  );
}
