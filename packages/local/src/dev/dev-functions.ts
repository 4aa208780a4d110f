import { isDeepStrictEqual } from "node:util";
import type { LambdaConsumer, Topology } from "@celeriac/core";
import type { EventSourceMapping } from "../event-source/event-source-mapping.ts";
import { createFunctionRunner, type FunctionRunner } from "../lambda/function-runner.ts";
import type { InvocationAnswer } from "../lambda/lambda-function.ts";
import { mapQueue } from "../lambda/map-queue.ts";
import { stopFunctions } from "../lambda/stop-functions.ts";
import type { WriteLog } from "../log.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import type { DevPlace } from "./dev-site.ts";

/** What a function is to run. */
export interface DevFunctionCode {
  /** Holds `index.mjs`. */
  readonly folder: string;
  readonly handlerName: string;
}

/** How new code was taken by a host. */
export type Taken =
  /** `retired`: resolves when nothing runs the code before it. */
  | { readonly ok: true; readonly host: string; readonly retired: Promise<void> }
  /** `kept`: the code before goes on. */
  | { readonly ok: false; readonly host: string; readonly reason: string; readonly kept: boolean };

/** The Lambda functions of an app under development, one for each queue that has one. */
export interface DevFunctions {
  /**
   * Gives every function new code, if that can be loaded: later invocations run it, those under way end first. A function
   * without code receives nothing. Functions of queues that the topology does not have, or not for Lambda, are ended.
   */
  deploy(topology: Topology, code: DevFunctionCode, place: DevPlace): Promise<readonly Taken[]>;
  /** As of `stopFunctions`; `cut`: long polls are broken off, where the queue cannot be told to end them. */
  stop(drainMs: number, endLongPolls: () => void, cut: boolean): Promise<void>;
}

export interface DevFunctionsOptions {
  readonly keeper: ChildKeeper;
  /** The file that stands in for the runtime client's native part. */
  readonly runtimeClient: string;
  /** What each function finds in its environment, under what tells it where the resources are. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: WriteLog;
}

interface DevFunction {
  consumer: LambdaConsumer;
  runner: FunctionRunner;
  mapping: EventSourceMapping;
}

export function createDevFunctions(options: DevFunctionsOptions): DevFunctions {
  const functions = new Map<string, DevFunction>();
  /** Mappings that were ended and may still have invocations under way. */
  const leaving = new Set<Promise<void>>();
  const leave = (ended: Promise<void>): Promise<void> => {
    const left = ended.finally(() => leaving.delete(left));
    leaving.add(left);
    return left;
  };

  const take = async (
    { name, consumer }: { readonly name: string; readonly consumer: LambdaConsumer },
    code: DevFunctionCode,
    place: DevPlace,
  ): Promise<Taken> => {
    const host = `lambda:${name}`;
    const before = functions.get(name);
    const runner = startRunner(name, consumer, code, place, options);
    const loaded = await runner.warm();
    if (!loaded.ok) {
      await runner.stop();
      return { ok: false, host, reason: reasonOf(loaded), kept: before !== undefined };
    }
    if (before === undefined) {
      const added: { runner: FunctionRunner } = { runner };
      const mapping = startMapping(name, consumer, place, () => added.runner, options);
      functions.set(name, Object.assign(added, { consumer, mapping }));
      return { ok: true, host, retired: Promise.resolve() };
    }
    const old = { ...before };
    before.runner = runner;
    let ended: Promise<void> = Promise.resolve();
    if (!isDeepStrictEqual(old.consumer, consumer)) {
      ended = leave(old.mapping.stop());
      before.mapping = startMapping(name, consumer, place, () => before.runner, options);
      before.consumer = consumer;
    }
    return { ok: true, host, retired: leave(old.runner.retire()).then(() => ended) };
  };
  const drop = (name: string, { mapping, runner }: DevFunction): void => {
    functions.delete(name);
    void leave(mapping.stop().then(() => runner.stop()));
  };

  return {
    deploy: async (topology, code, place) => {
      const wanted = topology.queues.flatMap(({ name, consumer }) =>
        consumer.kind === "lambda" ? [{ name, consumer }] : [],
      );
      for (const [name, each] of functions) {
        if (!wanted.some((queue) => queue.name === name)) drop(name, each);
      }
      return Promise.all(wanted.map((queue) => take(queue, code, place)));
    },
    stop: async (drainMs, endLongPolls, cut) => {
      const running = [...functions.values()];
      await stopFunctions(running, drainMs, () => {
        endLongPolls();
        if (cut) for (const { mapping } of running) mapping.cut();
      });
      await Promise.all(leaving);
    },
  };
}

function startRunner(
  queue: string,
  consumer: LambdaConsumer,
  { folder, handlerName }: DevFunctionCode,
  place: DevPlace,
  { keeper, runtimeClient, environment, onLog }: DevFunctionsOptions,
): FunctionRunner {
  return createFunctionRunner({
    function: {
      name: place.functionName(queue),
      memoryMb: consumer.memoryMb,
      timeoutSeconds: consumer.timeoutSeconds,
      taskRoot: folder,
      handler: `index.${handlerName}`,
      environment: { ...environment, ...place.environment, CELERIAC_QUEUES: queue },
    },
    runtimeClient,
    keeper,
    onLine: (line) => onLog({ source: `lambda:${queue}`, line }),
  });
}

function startMapping(
  queue: string,
  consumer: LambdaConsumer,
  { queues, sqsEndpoint }: DevPlace,
  runner: () => FunctionRunner,
  { onLog }: DevFunctionsOptions,
): EventSourceMapping {
  const invoke: FunctionRunner["invoke"] = (event) => runner().invoke(event);
  return mapQueue({ queue, consumer, queues, sqsEndpoint, invoke, writeLog: onLog });
}

function reasonOf(answer: InvocationAnswer & { readonly ok: false }): string {
  return `${answer.errorType}: ${answer.errorMessage}`;
}
