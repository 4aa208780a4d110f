import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CeleriacError, type LambdaConsumer, type Topology } from "@celeriac/core";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { bundleFunctions } from "./bundle-functions.ts";
import type { LambdaFunctionSource } from "./lambda-function.ts";
import { RUNTIME_CLIENT_SOURCE } from "./runtime-client-source.ts";

/** A function whose code lies ready, and the queue that it consumes. */
export interface PreparedFunction {
  readonly queue: string;
  readonly consumer: LambdaConsumer;
  readonly source: LambdaFunctionSource;
  /** Holds `index.mjs`. */
  readonly taskRoot: string;
}

export interface PreparedFunctions {
  readonly functions: readonly PreparedFunction[];
  /** The file that stands in for the runtime client's native part. */
  readonly runtimeClient: string;
}

/**
 * Bundles the functions into a folder that goes with the keeper.
 * @throws {CeleriacError} invalid-options when a queue has no Lambda consumer, emulator-failed when code cannot be bundled.
 */
export async function prepareFunctions(
  topology: Topology,
  sources: Readonly<Record<string, LambdaFunctionSource>>,
  keeper: ChildKeeper,
): Promise<PreparedFunctions> {
  const consumers = Object.keys(sources).map((queue) => consumerOf(topology, queue));
  const folder = await keeper.folder();
  const runtimeClient = join(folder, "runtime-client.cjs");
  await writeFile(runtimeClient, RUNTIME_CLIENT_SOURCE);
  const functions = Object.entries(sources).map(([queue, source], index) => ({
    queue,
    source,
    consumer: consumers[index] as LambdaConsumer,
    taskRoot: join(folder, queue),
  }));
  await bundleFunctions(
    functions.map(({ source, taskRoot }) => ({ entry: source.entry, folder: taskRoot })),
    keeper,
  );
  return { functions, runtimeClient };
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
