import type { QueueLocation } from "@celeriac/core";
import type { EventSourceMapping } from "../event-source/event-source-mapping.ts";
import type { WriteLog } from "../log.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { createFunctionRunner, type FunctionRunner } from "./function-runner.ts";
import { mapQueue } from "./map-queue.ts";
import type { PreparedFunction, PreparedFunctions } from "./prepare-functions.ts";
import { stopFunctions } from "./stop-functions.ts";

export interface RunFunctionsOptions {
  readonly prepared: PreparedFunctions;
  readonly queues: Readonly<Record<string, QueueLocation>>;
  readonly sqsEndpoint: string;
  readonly functionName: (queue: string) => string;
  readonly environment: Readonly<Record<string, string>>;
  readonly keeper: ChildKeeper;
  readonly writeLog: WriteLog;
}

/** Functions that consume their queues. */
export interface RunningFunctions {
  processIds(): readonly number[];
  /**
   * Receives nothing more, waits for the invocations under way, at most so long, and kills what is left.
   * `endLongPolls` lets the queues answer at once those who wait for messages.
   */
  stop(drainMs: number, endLongPolls: () => void): Promise<void>;
}

export function runFunctions(options: RunFunctionsOptions): RunningFunctions {
  const running = options.prepared.functions.map((prepared) => runFunction(prepared, options));
  return {
    processIds: () => running.flatMap(({ runner }) => runner.processIds()),
    stop: (drainMs, endLongPolls) => stopFunctions(running, drainMs, endLongPolls),
  };
}

function runFunction(
  { queue, consumer, taskRoot, handler, isTold, environment }: PreparedFunction,
  options: RunFunctionsOptions,
): {
  readonly runner: FunctionRunner;
  readonly mapping: EventSourceMapping;
} {
  const { CELERIAC_RESOURCES: _, ...untold } = options.environment;
  const runner = createFunctionRunner({
    function: {
      name: options.functionName(queue),
      memoryMb: consumer.memoryMb,
      timeoutSeconds: consumer.timeoutSeconds,
      taskRoot,
      handler,
      environment: { ...(isTold ? options.environment : untold), ...environment },
    },
    runtimeClient: options.prepared.runtimeClient,
    keeper: options.keeper,
    onLine: (line) => options.writeLog({ source: `lambda:${queue}`, line }),
  });
  const { queues, sqsEndpoint, writeLog } = options;
  const invoke: FunctionRunner["invoke"] = (event) => runner.invoke(event);
  const mapping = mapQueue({ queue, consumer, queues, sqsEndpoint, invoke, writeLog });
  return { runner, mapping };
}
