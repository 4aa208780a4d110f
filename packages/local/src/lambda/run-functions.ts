import type { QueueLocation } from "@celeriac/core";
import { startEventSourceMapping } from "../event-source/event-source-mapping.ts";
import { createSourceQueue } from "../event-source/source-queue.ts";
import type { WriteLog } from "../log.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { createFunctionRunner } from "./function-runner.ts";
import type { PreparedFunction, PreparedFunctions } from "./prepare-functions.ts";
import { stopFunctions } from "./stop-functions.ts";

/** Where the topology sets no maximum: AWS would run up to the account's limit, which one machine should not. */
export const DEFAULT_CONCURRENCY = 10;

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
  readonly runner: ReturnType<typeof createFunctionRunner>;
  readonly mapping: ReturnType<typeof startEventSourceMapping>;
} {
  const { CELERIAC_RESOURCES: _, ...untold } = options.environment;
  const location = options.queues[queue] ?? { url: "", arn: "" };
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
  const mapping = startEventSourceMapping({
    queue: createSourceQueue(options.sqsEndpoint, location),
    queueArn: location.arn,
    batchSize: consumer.batchSize,
    batchWindowMs: consumer.batchWindowSeconds * 1000,
    maximumConcurrency: consumer.maximumConcurrency ?? DEFAULT_CONCURRENCY,
    invoke: (event) => runner.invoke(event),
    onLine: (line) => options.writeLog({ source: `event-source:${queue}`, line }),
  });
  return { runner, mapping };
}
