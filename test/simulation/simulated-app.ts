import {
  type AnyTask,
  type App,
  defineApp,
  defineTask,
  every,
  fargate,
  lambda,
  type ScheduleOptions,
} from "@celeriac/core";

/** What a simulated task is asked to do; its handler reads it, and the checkers name tasks by it. */
export type Kind =
  | "ok"
  | "flaky"
  | "fails-once"
  | "fails-twice"
  | "fails-then-flaky"
  | "poison"
  | "lossy"
  | "snoozing"
  | "sleeping"
  | "paused"
  | "paused-at-end"
  | "long"
  | "hanging"
  | "blocking"
  | "parent"
  | "large"
  | "invalid";

export interface Order {
  readonly kind: Kind;
  /** Of tasks that are unique, or whose effect happens once. */
  readonly key?: string;
}

/** A worker's lease, ms: pauses are longer than that and the allowance for clocks. */
export const LEASE_MS = 6000;
export const LAMBDA_TIMEOUT_MS = 5000;

/** Takes orders, and refuses those of kind `invalid`: as a schema of zod would, at no cost. */
const order = {
  "~standard": {
    version: 1,
    vendor: "simulation",
    validate: (value: unknown) =>
      (value as Order).kind === "invalid"
        ? { issues: [{ message: "it is invalid", path: ["kind"] }] }
        : { value: value as Order },
  },
} as const;

const keyOf = (input: unknown): string => (input as Order).key ?? "no key";
const retry = { maxRetries: 2, backoff: "300ms", jitter: "full" } as const;

export const work = defineTask({ name: "work", queue: "work", input: order, retry });
export const quiet = defineTask({
  name: "quiet",
  queue: "work",
  input: order,
  retry,
  ignoreResult: true,
});
export const call = defineTask({ name: "call", queue: "call", input: order, retry });
/** Of one key, one at a time. */
export const single = defineTask({
  name: "single",
  queue: "work",
  input: order,
  retry,
  unique: { key: keyOf, window: "1d" },
});
/** Of one key, once. */
export const paying = defineTask({
  name: "paying",
  queue: "work",
  input: order,
  retry,
  idempotency: { key: keyOf, window: "1d" },
});
/** Known to the app's next version only. */
export const newcomer = defineTask({ name: "newcomer", queue: "work", input: order, retry });

const TASKS = [work, quiet, call, single, paying];

const hourly = (task: AnyTask, kind: Kind): ScheduleOptions => ({
  task,
  input: { kind },
  schedule: every("1h"),
});

const common = {
  name: "simulation",
  queues: {
    work: fargate({ lease: "6s", concurrency: 3, drain: "3s", retention: "1h" }),
    call: lambda({ timeout: "5s", batch: 3, retention: "1h" }),
  },
  unknownTaskGrace: "10s",
  schedules: {
    "tick-flaky": hourly(work, "flaky"),
    "tick-poison": hourly(work, "poison"),
    "tick-paused": hourly(work, "paused"),
    "tick-call": hourly(call, "fails-once"),
    "tick-quiet": hourly(quiet, "ok"),
    "tick-quiet-long": hourly(quiet, "long"),
    "tick-quiet-fails-once": hourly(quiet, "fails-once"),
  },
} as const;

export const firstApp: App = defineApp({ ...common, tasks: TASKS });
export const nextApp: App = defineApp({ ...common, tasks: [...TASKS, newcomer] });
