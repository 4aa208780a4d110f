import type { Recurrence } from "./recurrence.ts";
import type { AnyTask, TaskWire } from "./task-definition.ts";

/** A recurring schedule of an app: at each tick one request of a task, deployed with the app and nowhere else. */
export type ScheduleOptions<Task extends AnyTask | string = AnyTask | string> =
  ScheduleSettings<Task> & ScheduledInput<Task>;

/** Required where the task's schema wants it. Of a task that is named by its name nobody knows the type. */
type ScheduledInput<Task> = Task extends AnyTask
  ? undefined extends TaskWire<Task>
    ? InputSetting<TaskWire<Task>>
    : Required<InputSetting<TaskWire<Task>>>
  : InputSetting<unknown>;

interface InputSetting<Wire> {
  /**
   * What the task is given at each tick, checked by its schema where that answers at once; an asynchronous schema judges it
   * when the task starts. It stands in the deployed schedule, readable to whoever may read that. At most about 250 KB of JSON.
   */
  readonly input?: Wire;
}

interface ScheduleSettings<Task> {
  /** A task of the app, or its name. Not a unique one: its lock is taken by whoever enqueues, and nobody does here. */
  readonly task: Task;
  /** `crontab("0 3 * * *")` or `every("1h")`. */
  readonly schedule: Recurrence;
  /** The zone whose clocks a `crontab` goes by, an IANA name such as `"Europe/London"`. @defaultValue "UTC" */
  readonly timezone?: string;
  /** `false` keeps the schedule deployed and silent. @defaultValue true */
  readonly enabled?: boolean;
  /**
   * Fires at a random moment within so many whole minutes after the tick, 1 to 1,440, so that not everything starts at once;
   * of an `every` at most its interval. @defaultValue at the tick
   */
  readonly flexibleWindow?: number;
  /** Labels, inherited by the tasks that the task enqueues. No searchable ones: whoever enqueues writes their index. */
  readonly tags?: Readonly<Record<string, string>>;
}
