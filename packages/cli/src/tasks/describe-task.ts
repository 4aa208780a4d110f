import {
  type App,
  decodeEnvelope,
  type ResolvedTask,
  type ScheduleResource,
  scheduledBodyAt,
} from "@celeriac/core";
import { lengthText } from "../text/time-text.ts";

/** A task as it is registered; lengths in ms. */
export interface DescribedTask {
  readonly name: string;
  readonly queue: string;
  readonly host: "lambda" | "fargate" | undefined;
  readonly softTimeLimitMs: number | undefined;
  readonly timeLimitMs: number | undefined;
  readonly retry: {
    readonly maxRetries: number;
    readonly backoffMs: number;
    readonly maxBackoffMs: number;
    readonly jitter: string;
    /** `undefined`: no limit. */
    readonly maxElapsedMs: number | undefined;
  };
  /** `undefined`: none is kept. */
  readonly resultExpiresMs: number | undefined;
  readonly unique: { readonly windowMs: number; readonly onRepeat: string } | undefined;
  readonly idempotency: { readonly windowMs: number; readonly onRepeat: string } | undefined;
  readonly schedules: readonly {
    readonly name: string;
    readonly expression: string;
    readonly timezone: string;
    readonly enabled: boolean;
  }[];
  /** The same for people. */
  readonly text: {
    readonly limits: string;
    readonly retries: string;
    readonly once: string;
    readonly schedules: string;
  };
}

export function describeTask(app: App, task: ResolvedTask): DescribedTask {
  const { maxRetries, backoffMs, maxBackoffMs, jitter, maxElapsedMs } = task.retry;
  const schedules = [...app.schedules.values()].filter((schedule) => fires(schedule, task.name));
  return {
    name: task.name,
    queue: task.queue,
    host: app.queues.get(task.queue)?.kind,
    softTimeLimitMs: task.softTimeLimitMs,
    timeLimitMs: task.timeLimitMs,
    retry: {
      ...{ maxRetries, backoffMs, maxBackoffMs, jitter },
      maxElapsedMs: Number.isFinite(maxElapsedMs) ? maxElapsedMs : undefined,
    },
    resultExpiresMs: task.ignoreResult ? undefined : task.resultExpiresMs,
    unique: task.unique && windowOf(task.unique),
    idempotency: task.idempotency && windowOf(task.idempotency),
    schedules: schedules.map(({ name, expression, timezone, enabled }) => ({
      ...{ name, expression, timezone, enabled },
    })),
    text: {
      limits: limitsText(task),
      retries: retriesText(task),
      once: onceText(task),
      schedules: schedules.map(scheduleText).join(", "),
    },
  };
}

function windowOf({
  windowMs,
  onRepeat,
}: {
  readonly windowMs: number;
  readonly onRepeat: string;
}): { readonly windowMs: number; readonly onRepeat: string } {
  return { windowMs, onRepeat };
}

/** The message that a schedule sends says which task it is for. */
function fires({ body }: ScheduleResource, task: string): boolean {
  const message = decodeEnvelope(scheduledBodyAt(body, 0));
  return message.kind === "envelope" && message.envelope.task === task;
}

function limitsText({ softTimeLimitMs, timeLimitMs }: ResolvedTask): string {
  const soft = softTimeLimitMs === undefined ? [] : [`soft ${lengthText(softTimeLimitMs)}`];
  const hard = timeLimitMs === undefined ? [] : [lengthText(timeLimitMs)];
  return [...hard, ...soft].join(", ");
}

function retriesText({ retry: { maxRetries, backoffMs, maxBackoffMs } }: ResolvedTask): string {
  if (maxRetries === 0) return "none";
  return `${maxRetries}, after ${lengthText(backoffMs)} to ${lengthText(maxBackoffMs)}`;
}

function onceText({ unique, idempotency, ignoreResult }: ResolvedTask): string {
  return [
    ...(unique === undefined ? [] : [`unique for ${lengthText(unique.windowMs)}`]),
    ...(idempotency === undefined ? [] : [`idempotent for ${lengthText(idempotency.windowMs)}`]),
    ...(ignoreResult ? ["keeps no result"] : []),
  ].join(", ");
}

function scheduleText({ name, expression, enabled }: ScheduleResource): string {
  return `${name} ${expression}${enabled ? "" : " (disabled)"}`;
}
