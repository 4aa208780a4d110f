import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CeleriacError, type LambdaConsumer, type Topology } from "@celeriac/core";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { bundleFunctions } from "./bundle-functions.ts";
import type { LambdaBundle, LambdaEntry, LambdaFunctionSource } from "./lambda-function.ts";
import { RUNTIME_CLIENT_SOURCE } from "./runtime-client-source.ts";

/** A function whose code lies ready, and the queue that it consumes. */
export interface PreparedFunction {
  readonly queue: string;
  readonly consumer: LambdaConsumer;
  /** Holds the bundle. */
  readonly taskRoot: string;
  /** `"index.handler"` */
  readonly handler: string;
  /** Whether its environment says where the resources are. */
  readonly isTold: boolean;
  /** Over the environment that all functions have. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface PreparedFunctions {
  readonly functions: readonly PreparedFunction[];
  /** The file that stands in for the runtime client's native part. */
  readonly runtimeClient: string;
}

/**
 * Lays the functions' code ready: bundles those that are not into a folder that goes with the keeper.
 * @throws {CeleriacError} invalid-options when a queue has no Lambda consumer or a bundle's folder is not there,
 * emulator-failed when code cannot be bundled.
 */
export async function prepareFunctions(
  topology: Topology,
  sources: Readonly<Record<string, LambdaFunctionSource>>,
  keeper: ChildKeeper,
): Promise<PreparedFunctions> {
  const named = Object.entries(sources).map(
    ([queue, source]) => [queue, consumerOf(topology, queue), source] as const,
  );
  const folder = await keeper.folder();
  const runtimeClient = join(folder, "runtime-client.cjs");
  await writeFile(runtimeClient, RUNTIME_CLIENT_SOURCE);
  const functions = named.map(([queue, consumer, source]) => ({
    queue,
    consumer,
    ...("folder" in source ? ofBundle(queue, source) : ofEntry(source, join(folder, queue))),
  }));
  const jobs = named.flatMap(([queue, , source]) =>
    "folder" in source ? [] : [{ entry: source.entry, folder: join(folder, queue) }],
  );
  await bundleFunctions(jobs, keeper);
  return { functions, runtimeClient };
}

type PreparedCode = Omit<PreparedFunction, "queue" | "consumer">;

function ofEntry(
  { handlerName = "handler", environment }: LambdaEntry,
  taskRoot: string,
): PreparedCode {
  return {
    taskRoot,
    handler: `index.${handlerName}`,
    isTold: true,
    environment: { NODE_OPTIONS: "--enable-source-maps", ...environment },
  };
}

function ofBundle(
  queue: string,
  { folder, handler, environment = {} }: LambdaBundle,
): PreparedCode {
  const taskRoot = resolve(folder);
  if (existsSync(taskRoot)) return { taskRoot, handler, isTold: false, environment };
  throw new CeleriacError(
    "invalid-options",
    `the bundle of the function for queue "${queue}" is expected in ${taskRoot}, which is not there: build it first`,
    { details: { queue, folder } },
  );
}

function consumerOf(topology: Topology, queue: string): LambdaConsumer {
  const resource = topology.queues.find(({ name }) => name === queue);
  if (resource?.consumer.kind === "lambda") return resource.consumer;
  const known = topology.queues.filter(({ consumer }) => consumer.kind === "lambda");
  throw new CeleriacError(
    "invalid-options",
    `functions names the queue "${queue}", ${resource === undefined ? "which the app does not have" : "which workers consume"}; ` +
      `queues with a Lambda consumer: ${known.map(({ name }) => name).join(", ") || "none"}`,
    { details: { queue } },
  );
}
