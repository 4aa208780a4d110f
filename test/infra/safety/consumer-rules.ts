import type { LambdaConsumer, QueueResource } from "@celeriac/core";
import {
  consumerOf,
  type Deployed,
  differences,
  mappingsOf,
  ofType,
  queueOf,
  type Rule,
} from "./deployed.ts";
import { topologyOf } from "./topology-of.ts";

interface LambdaQueue extends QueueResource {
  readonly consumer: LambdaConsumer;
}

const each =
  (check: (deployed: Deployed, queue: LambdaQueue) => readonly string[]) =>
  (deployed: Deployed): readonly string[] =>
    topologyOf(deployed)
      .queues.filter((queue): queue is LambdaQueue => queue.consumer.kind === "lambda")
      .flatMap((queue) => check(deployed, queue));

/** What a function keeps must cover what its mappings may start together. */
function neededConcurrency(deployed: Deployed, functionArn: unknown): number {
  return ofType(deployed, "aws:lambda/eventSourceMapping:EventSourceMapping")
    .filter(({ inputs }) => inputs["functionName"] === functionArn)
    .map(({ inputs }) => {
      const scaling = inputs["scalingConfig"] as { maximumConcurrency?: number } | undefined;
      return scaling?.maximumConcurrency ?? Number.POSITIVE_INFINITY;
    })
    .reduce((sum, concurrency) => sum + concurrency, 0);
}

export const consumerRules: readonly Rule[] = [
  {
    promise: "each lambda queue has one mapping, with its batch, and only what failed comes back",
    problems: each((deployed, { name, consumer }) => {
      const mappings = mappingsOf(deployed, name);
      if (mappings.length !== 1) return [`queue ${name} has ${mappings.length} mappings`];
      return differences(`mapping of ${name}`, mappings[0]?.inputs, {
        batchSize: consumer.batchSize,
        maximumBatchingWindowInSeconds: consumer.batchWindowSeconds,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig:
          consumer.maximumConcurrency === undefined
            ? undefined
            : { maximumConcurrency: consumer.maximumConcurrency },
      });
    }),
  },
  {
    promise: "a queue's visibility is at least six times its function's timeout, and the window",
    problems: each((deployed, { name, consumer }) => {
      const visibility = Number(
        queueOf(deployed, name, "Queue")?.inputs["visibilityTimeoutSeconds"],
      );
      const timeout = Number(consumerOf(deployed, name)?.inputs["timeout"]);
      return visibility >= 6 * timeout + consumer.batchWindowSeconds
        ? []
        : [`queue ${name}: visibility ${visibility} s, timeout ${timeout} s`];
    }),
  },
  {
    promise: "a function has Node 24 on arm64, and its queue's memory and timeout or more",
    problems: each((deployed, { name, consumer }) => {
      const found = consumerOf(deployed, name);
      return [
        ...differences(`function of ${name}`, found?.inputs, {
          runtime: "nodejs24.x",
          architectures: ["arm64"],
        }),
        ...(Number(found?.inputs["memorySize"]) >= consumer.memoryMb &&
        Number(found?.inputs["timeout"]) >= consumer.timeoutSeconds
          ? []
          : [`function of ${name}: memory or timeout is under the queue's`]),
      ];
    }),
  },
  {
    promise: "what is reserved is never under what the mappings may start",
    problems: each((deployed, { name, consumer }) => {
      const found = consumerOf(deployed, name);
      const reserved = found?.inputs["reservedConcurrentExecutions"];
      if (reserved === undefined && consumer.reservedConcurrency === undefined) return [];
      const needed = neededConcurrency(deployed, found?.state["arn"]);
      return Number(reserved) >= needed
        ? []
        : [`function of ${name} keeps ${String(reserved)}, its mappings start ${needed}`];
    }),
  },
  {
    promise: "AWS does not stop a function whose tasks enqueue tasks",
    problems: each((deployed, { name }) => {
      const found = consumerOf(deployed, name);
      const recursion = ofType(
        deployed,
        "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
      ).find(({ inputs }) => inputs["functionName"] === found?.state["name"]);
      return differences(`recursion of ${name}`, recursion?.inputs, { recursiveLoop: "Allow" });
    }),
  },
  {
    promise: "a function writes to a log group of its own, which forgets",
    problems: each((deployed, { name }) => {
      const logging = consumerOf(deployed, name)?.inputs["loggingConfig"] as
        | { logGroup?: string }
        | undefined;
      const group = ofType(deployed, "aws:cloudwatch/logGroup:LogGroup").find(
        ({ state }) => state["name"] === logging?.logGroup,
      );
      return Number(group?.inputs["retentionInDays"]) > 0
        ? []
        : [`function of ${name}: no log group`];
    }),
  },
  {
    promise: "bundles are minified modules, split, with source maps",
    problems: ({ builds }) =>
      builds
        .filter(({ functionID }) => /Consumer|Function$/.test(functionID))
        .flatMap(({ functionID, properties }) =>
          differences(functionID, properties, {
            format: "esm",
            minify: true,
            splitting: true,
            sourcemap: true,
          }),
        ),
  },
];
