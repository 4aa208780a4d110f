import {
  type App,
  CeleriacError,
  type Duration,
  type EnqueueOptions,
  isTaskId,
  isTenant,
  parseDuration,
  type ResolvedQueue,
  type ResolvedTask,
  type SenderContext,
  show,
  TASK_ID_SYNTAX,
  TENANT_SYNTAX,
} from "@celeriac/core";
import { checkKnownOptions } from "../known-options.ts";
import { knownQueue } from "../known-queue.ts";
import { mergeTags } from "./tags.ts";
import { checkTimeLimits } from "./time-limits.ts";

/** An instant, or a length of time that counts from the moment an item is sent. */
export type Moment =
  | { readonly kind: "after"; readonly ms: number }
  | { readonly kind: "at"; readonly ms: number };

/** The options of one call, checked once however many items they apply to. */
export interface Conditions {
  readonly queue: ResolvedQueue;
  readonly taskId: string | undefined;
  readonly start: Moment | undefined;
  readonly expires: Moment | undefined;
  readonly softTimeLimitMs: number | undefined;
  readonly timeLimitMs: number | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly tenant: string | undefined;
}

/** The type makes a forgotten one an error. */
const OPTION: Readonly<Record<keyof EnqueueOptions, true>> = {
  delay: true,
  eta: true,
  expires: true,
  taskId: true,
  tags: true,
  tenant: true,
  queue: true,
  softTimeLimit: true,
  timeLimit: true,
};

const OPTIONS: readonly string[] = Object.keys(OPTION);

/** EventBridge Scheduler writes an instant with a year of four digits. */
const LATEST_INSTANT = Date.UTC(9999, 11, 31);

const LONGEST_WAIT_MS = 100 * 365 * 86_400_000;

/**
 * Checks what a caller asks for and adds what the tasks inherit; what the call says itself wins, tags are merged.
 * @throws {CeleriacError} `invalid-options`
 */
export function checkConditions(
  app: App,
  task: ResolvedTask,
  options: EnqueueOptions,
  inherited: SenderContext | undefined,
): Conditions {
  checkKnownOptions("enqueue", options, OPTIONS);
  const { taskId, tenant, softTimeLimit, timeLimit } = options;
  if (taskId !== undefined) checkTaskId(taskId);
  if (tenant !== undefined && !isTenant(tenant)) throw wrong("tenant", tenant, TENANT_SYNTAX);
  const conditions: Conditions = {
    queue: knownQueue(app, options.queue ?? task.queue),
    taskId,
    start: startOf(options),
    expires: expiryOf(options.expires),
    softTimeLimitMs: limitOf("softTimeLimit", softTimeLimit),
    timeLimitMs: limitOf("timeLimit", timeLimit),
    tags: mergeTags(inherited?.tags, options.tags),
    tenant: tenant ?? inherited?.tenant,
  };
  checkTimeLimits(task, conditions);
  return conditions;
}

/** @throws {CeleriacError} `invalid-options` for what cannot be a task's id. */
export function checkTaskId(taskId: unknown): asserts taskId is string {
  if (!isTaskId(taskId)) throw wrong("taskId", taskId, TASK_ID_SYNTAX);
}

function startOf({ delay, eta }: EnqueueOptions): Moment | undefined {
  if (delay !== undefined && eta !== undefined) {
    throw new CeleriacError(
      "invalid-options",
      `both delay (${show(delay)}) and eta were given: expected one of them`,
    );
  }
  if (delay !== undefined) return after("delay", delay);
  return eta === undefined ? undefined : { kind: "at", ms: instantOf("eta", eta) };
}

function expiryOf(expires: Duration | Date | undefined): Moment | undefined {
  if (expires === undefined) return undefined;
  if (typeof expires === "string") return after("expires", expires);
  return { kind: "at", ms: instantOf("expires", expires) };
}

function after(what: string, length: Duration): Moment {
  const ms = parseDuration(length, what);
  if (ms > LONGEST_WAIT_MS) throw wrong(what, length, "at most 100 years");
  return { kind: "after", ms };
}

function instantOf(what: string, instant: unknown): number {
  const ms = instant instanceof Date ? instant.getTime() : Number.NaN;
  if (ms >= 0 && ms <= LATEST_INSTANT) return ms;
  throw wrong(what, instant, "a valid Date of the years 1970 to 9999");
}

function limitOf(what: string, limit: Duration | undefined): number | undefined {
  if (limit === undefined) return undefined;
  const ms = parseDuration(limit, what);
  if (ms < 1) throw wrong(what, limit, '"1ms" or more');
  return ms;
}

function wrong(what: string, value: unknown, expected: string): CeleriacError {
  return new CeleriacError("invalid-options", `${what} is ${show(value)}: expected ${expected}`, {
    details: { option: what, value },
  });
}
