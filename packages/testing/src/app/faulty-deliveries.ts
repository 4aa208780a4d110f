import type { TaskContext } from "@celeriac/core";
import type { Delivery, DeliveryOutcome, EnginePorts } from "@celeriac/engine";
import { sleepOn } from "../virtual-clock.ts";
import type { ArmedFaults } from "./armed-faults.ts";
import type { AroundRun } from "./around-handlers.ts";
import type { Deliver } from "./memory-host.ts";
import { readBody } from "./read-body.ts";
import type { StartEngine } from "./run-in-memory.ts";
import type { Timeline } from "./timeline.ts";

export interface DeliveryParts {
  readonly start: StartEngine;
  readonly ports: EnginePorts;
  readonly armed: ArmedFaults;
  readonly timeline: Timeline;
}

/** Delivers, each delivery that a fault waits for in a process of its own, which may be lost or told to end. */
export function createFaultyDeliveries(parts: DeliveryParts): Deliver {
  const { start, ports, armed, timeline } = parts;
  const usual = start(ports, toldTo(timeline));
  const choose = (task: string | undefined): Deliver => {
    if (armed.peek("lost", task) !== undefined) return (each) => deliverInMortal(parts, each);
    if (armed.peek("stopped", task) !== undefined) return (each) => deliverInStopped(parts, each);
    return usual;
  };
  return async (delivery) => {
    const outcome = await choose(readBody(delivery.message.body)?.task)(delivery);
    if (outcome !== undefined) {
      timeline.add({ kind: "delivered", taskId: outcome.taskId, result: outcome.result });
    }
    return outcome;
  };
}

/** Tells what handlers do. */
function toldTo(timeline: Timeline): AroundRun {
  return (run) => async (input, ctx: TaskContext) => {
    const { taskId, attempt } = ctx;
    timeline.add({ kind: "began", taskId, attempt });
    try {
      const value: unknown = await run(input, ctx);
      timeline.add({ kind: "ended", taskId, value });
      return value;
    } catch (error) {
      timeline.add({ kind: "threw", taskId, error });
      throw error;
    }
  };
}

/** A process that dies with its attempt: nothing settles in it any more, and its timers are gone. */
function deliverInMortal(
  { start, ports, armed, timeline }: DeliveryParts,
  delivery: Delivery,
): Promise<DeliveryOutcome | undefined> {
  const { promise: death, resolve } = Promise.withResolvers<undefined>();
  const never = new Promise<never>(() => undefined);
  let alive = true;
  const die = (taskId: string): Promise<never> => {
    alive = false;
    timeline.add({ kind: "fault", taskId, text: "the worker's process was lost" });
    resolve(undefined);
    return never;
  };
  const timer: EnginePorts["clock"]["timer"] = (ms, run) =>
    ports.clock.timer(ms, () => {
      if (alive) run();
    });
  const clock = {
    ...ports.clock,
    timer,
    sleep: (ms: number, signal?: AbortSignal) => sleepOn(timer, ms, signal),
  };
  const told = toldTo(timeline);
  const dying: AroundRun = (run) => async (input, ctx: TaskContext) => {
    const fault = armed.take("lost", ctx.task);
    if (fault === undefined) return told(run)(input, ctx);
    if (fault.variant === "end") await Promise.allSettled([told(run)(input, ctx)]);
    return die(ctx.taskId);
  };
  return Promise.race([start({ ...ports, clock }, dying)(delivery), death]);
}

/** A process that is told to end when the handler begins. */
function deliverInStopped(
  { start, ports, armed, timeline }: DeliveryParts,
  delivery: Delivery,
): Promise<DeliveryOutcome | undefined> {
  const controller = new AbortController();
  const told = toldTo(timeline);
  const stopping: AroundRun = (run) => (input, ctx: TaskContext) => {
    if (armed.take("stopped", ctx.task) !== undefined) {
      timeline.add({ kind: "fault", taskId: ctx.taskId, text: "the worker was told to end" });
      controller.abort();
    }
    return told(run)(input, ctx);
  };
  return start(ports, stopping)({ ...delivery, shutdown: controller.signal });
}
