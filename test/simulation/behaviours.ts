import {
  type AnyTask,
  handle,
  RejectError,
  SnoozeError,
  type TaskContext,
  type TaskHandler,
} from "@celeriac/core";
import type { History, SimulatedProcess } from "@celeriac/testing/models";
import { wholeBetween } from "@celeriac/testing/models";
import { type Kind, LEASE_MS, type Order, work } from "./simulated-app.ts";

/** What a simulated task's end is checked by. */
export interface Returned {
  readonly of: string;
  readonly padding?: string;
}

const LARGE_RESULT = "x".repeat(40_000);
const LONG_MS = 14_000;
const STEP_MS = 1500;

/** The handlers of one process: they do what their order says, inside that process. */
export function behavioursIn(
  process: SimulatedProcess,
  history: History,
  tasks: readonly AnyTask[],
): TaskHandler[] {
  const run = async (order: Order, ctx: TaskContext): Promise<Returned> => {
    if (!process.alive) return never();
    const { taskId, generation, attempt } = ctx;
    history.add({ kind: "started", taskId, generation, attempt, at: process.clock.now() });
    await process.clock.sleep(wholeBetween(process.random, 1, 200));
    history.add({ kind: "effect", taskId, key: ctx.idempotencyKey });
    await BEHAVIOUR[order.kind](process, ctx, history);
    await process.clock.sleep(wholeBetween(process.random, 1, 200));
    if (order.kind === "paused-at-end" && attempt === 1) await standStill(process);
    if (!process.alive) return never();
    history.add({ kind: "returned", taskId, generation });
    return order.kind === "large" ? { of: taskId, padding: LARGE_RESULT } : { of: taskId };
  };
  return tasks.map((task) => handle(task, run));
}

type Behaviour = (
  process: SimulatedProcess,
  ctx: TaskContext,
  history: History,
) => Promise<void> | void;

const BEHAVIOUR: Readonly<Record<Kind, Behaviour>> = {
  ok: () => undefined,
  large: () => undefined,
  invalid: () => undefined,
  flaky: (_process, { attempt }) => {
    if (attempt === 1) throw new Error("the first attempt always fails");
  },
  "fails-once": (_process, { generation }) => {
    if (generation < 1) throw new Error("broken until it is redriven");
  },
  "fails-twice": (_process, { generation }) => {
    if (generation < 2) throw new RejectError("broken until it is redriven twice");
  },
  "fails-then-flaky": (_process, { generation, attempt }) => {
    if (generation < 1) throw new RejectError("broken until it is redriven");
    if (attempt === 1) throw new Error("the first attempt after a redrive fails");
  },
  poison: async (process, { generation }) => {
    if (generation < 1) await die(process);
  },
  lossy: async (process, { attempt }) => {
    if (attempt === 1) throw new Error("the first attempt always fails");
    if (attempt === 2) await die(process);
  },
  snoozing: (process, { attempt }) => {
    if (attempt <= 3)
      throw new SnoozeError({ delay: process.random.next() < 0.5 ? "300ms" : "2s" });
  },
  /** For longer than its queue keeps a message, which has to be sent anew meanwhile. */
  sleeping: (_process, { attempt }) => {
    if (attempt <= 5) throw new SnoozeError({ delay: "14m" });
  },
  paused: async (process, { attempt }) => {
    if (attempt === 1) await standStill(process);
  },
  "paused-at-end": async (process, { attempt }) => {
    if (attempt > 1) await process.clock.sleep(wholeBetween(process.random, 3000, 5000));
  },
  long: async (process, ctx) => {
    const endsAt = process.clock.monotonic() + LONG_MS;
    for (let step = 1; process.clock.monotonic() < endsAt; step += 1) {
      ctx.progress(ctx.attempt * 1000 + step);
      await process.clock.sleep(STEP_MS, ctx.signal);
      ctx.signal.throwIfAborted();
    }
  },
  hanging: async (_process, { attempt }) => {
    if (attempt === 1) await never();
  },
  blocking: async (process, { attempt }) => {
    if (attempt > 1) return;
    process.pause(Number.POSITIVE_INFINITY);
    await process.clock.sleep(1);
  },
  parent: async (process, ctx, history) => {
    const taskId = `${ctx.taskId}.child`;
    await ctx.client.enqueue(work, { kind: "ok" }, { taskId });
    if (!process.alive) return;
    const task = { taskId, tracked: true, eta: undefined, expires: undefined };
    history.add({ kind: "acknowledged", task });
  },
};

/** Until its lease is over, or nearly: somebody else may have the task when it goes on. */
async function standStill(process: SimulatedProcess): Promise<void> {
  process.pause(LEASE_MS + wholeBetween(process.random, 3000, 9000));
  await process.clock.sleep(1);
}

function die(process: SimulatedProcess): Promise<never> {
  process.crash("poison");
  return never();
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
