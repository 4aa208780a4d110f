import type { Duration } from "../duration.ts";
import type { ScheduleResource } from "../topology/topology.ts";
import type { QueueDefinition } from "./queue-definition.ts";
import type { ResolvedQueue } from "./resolved-queue.ts";
import type { ResolvedTask } from "./resolved-task.ts";
import type { ScheduleOptions } from "./schedule-options.ts";
import type { AnyTask } from "./task-definition.ts";
import type { TaskOptions } from "./task-options.ts";

/** By schedule, its task. */
export type ScheduledTasks = Readonly<Record<string, AnyTask | string>>;

/** What an app is made of. Every mistake in it is one `invalid-definition` of `defineApp`. */
export interface AppOptions<Scheduled extends ScheduledTasks = ScheduledTasks> {
  /** Names the app's resources: 1 to 32 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The tasks, or a module namespace (`import * as tasks`), of which everything that is not a task is passed over. */
  readonly tasks: readonly AnyTask[] | Readonly<Record<string, unknown>>;
  /** The queues by name (1 to 40 letters, digits and hyphens), each made by `lambda()` or `fargate()`. @defaultValue `{ default: lambda() }` */
  readonly queues?: Readonly<Record<string, QueueDefinition>>;
  /** Task name or glob (`"video.*"`) to queue: an exact name first, then the most specific glob. A task's own `queue` comes before. @defaultValue none: `default` */
  readonly routes?: Readonly<Record<string, string>>;
  /** Task name or glob to options that replace the task's own: for a stage, an emergency. The most specific wins; `retry` is merged key by key. @defaultValue none */
  readonly overrides?: Readonly<Record<string, TaskOptions>>;
  /** How long a message of an unknown task name is put back, so that a roll-out can finish. @defaultValue "15m" */
  readonly unknownTaskGrace?: Duration;
  /** Adds the start of the redacted input to the log lines of an attempt's end. @defaultValue false */
  readonly logInput?: boolean;
  /**
   * Tags by which tasks can be found and revoked (`client.find`, `client.revokeByTag`), at most 8 names. Each of them that a
   * task carries costs one more write when it is enqueued. @defaultValue none
   */
  readonly searchableTags?: readonly string[];
  /** Recurring schedules by name, 1 to 40 of `A-Z a-z 0-9 . _ -`: `{ nightly: { task: report, schedule: crontab("0 3 * * *") } }`. @defaultValue none */
  readonly schedules?: { readonly [Name in keyof Scheduled]: ScheduleOptions<Scheduled[Name]> };
}

/** A checked app: plain data, the same for client, hosts, infrastructure and embedded AWS. */
export interface App {
  readonly kind: "app";
  readonly name: string;
  /** By task name. */
  readonly tasks: ReadonlyMap<string, ResolvedTask>;
  /** By queue name. */
  readonly queues: ReadonlyMap<string, ResolvedQueue>;
  readonly unknownTaskGraceMs: number;
  readonly logInput: boolean;
  readonly searchableTags: readonly string[];
  /** The recurring schedules, by name. */
  readonly schedules: ReadonlyMap<string, ScheduleResource>;
}
