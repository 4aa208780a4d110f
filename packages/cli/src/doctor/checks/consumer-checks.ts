import type { DeployedMapping, LambdaConsumer, QueueResource } from "@celeriac/core";
import type { Check } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

/** The event source mappings on one queue. */
export interface ConsumersData {
  readonly queue: QueueResource;
  readonly mappings: readonly DeployedMapping[];
}

/** One mapping of a queue that Lambda should consume. */
export interface MappingData {
  readonly mapping: DeployedMapping;
  readonly consumer: LambdaConsumer;
}

export const CONSUMERS_CHECKS: readonly Check<ConsumersData>[] = [
  {
    id: "consumer-missing",
    severity: "missing",
    title: "no event source mapping on a queue that Lambda should consume",
    why: "its tasks wait until SQS drops them",
    judge: ({ queue, mappings }) =>
      queue.consumer.kind === "lambda" && mappings.length === 0
        ? { found: "no event source mapping", expected: "one", fix: DEPLOY }
        : undefined,
  },
  {
    id: "consumer-twice",
    severity: "unsafe",
    title: "several event source mappings on one queue",
    why: "two functions share the queue's tasks by chance, and more run at once than the topology allows",
    judge: ({ queue, mappings }) =>
      queue.consumer.kind === "lambda" && mappings.length > 1
        ? {
            ...consumedBy(mappings),
            expected: "one event source mapping",
            fix: oneTooMany(mappings),
          }
        : undefined,
  },
  {
    id: "consumer-unexpected",
    severity: "unsafe",
    title: "an event source mapping on a queue that workers should consume",
    why: "a function takes tasks that are meant for workers: longer ones than Lambda runs",
    judge: ({ queue, mappings }) =>
      queue.consumer.kind === "fargate" && mappings.length > 0
        ? {
            ...consumedBy(mappings),
            expected: "no event source mapping",
            fix: noneAtAll(mappings),
          }
        : undefined,
  },
];

const STANDING: ReadonlySet<string> = new Set(["Enabled", "Enabling", "Creating", "Updating"]);

export const MAPPING_CHECKS: readonly Check<MappingData>[] = [
  {
    id: "mapping-disabled",
    severity: "unsafe",
    title: "an event source mapping that is disabled",
    why: "the queue's tasks wait until SQS drops them",
    judge: ({ mapping }) =>
      STANDING.has(mapping.state)
        ? undefined
        : {
            found: `state ${mapping.state}`,
            expected: "state Enabled",
            fix: update(mapping, "enable it", { Enabled: true }),
          },
  },
  {
    id: "mapping-whole-batches",
    severity: "unsafe",
    title: "an event source mapping without partial batch responses",
    why: "Lambda deletes the failed tasks of a batch together with the finished ones: they are lost",
    judge: ({ mapping }) =>
      mapping.reportsBatchItemFailures
        ? undefined
        : {
            found: "FunctionResponseTypes without ReportBatchItemFailures",
            expected: "ReportBatchItemFailures",
            fix: update(mapping, "turn them on", {
              FunctionResponseTypes: ["ReportBatchItemFailures"],
            }),
          },
  },
  {
    id: "mapping-filters",
    severity: "unsafe",
    title: "an event source mapping with filters",
    why: "Lambda deletes the messages that no filter matches",
    judge: ({ mapping }) =>
      mapping.filters === 0
        ? undefined
        : {
            found: `${mapping.filters} filters`,
            expected: "no filter",
            fix: update(mapping, "take them away", { FilterCriteria: {} }),
          },
  },
  {
    id: "mapping-batch-size",
    severity: "drifted",
    title: "a batch size other than the topology's",
    why: "tasks of one batch share one function's time and memory",
    judge: ({ mapping, consumer }) =>
      mapping.batchSize === consumer.batchSize
        ? undefined
        : {
            found: `BatchSize ${mapping.batchSize}`,
            expected: `${consumer.batchSize}`,
            fix: update(mapping, "set it", { BatchSize: consumer.batchSize }),
          },
  },
  {
    id: "mapping-batch-window",
    severity: "drifted",
    title: "a batch window other than the topology's",
    why: "tasks wait for so long, while a batch is gathered",
    judge: ({ mapping, consumer }) =>
      mapping.batchWindowSeconds === consumer.batchWindowSeconds
        ? undefined
        : {
            found: `MaximumBatchingWindowInSeconds ${mapping.batchWindowSeconds}`,
            expected: `${consumer.batchWindowSeconds}`,
            fix: update(mapping, "set it", {
              MaximumBatchingWindowInSeconds: consumer.batchWindowSeconds,
            }),
          },
  },
  {
    id: "mapping-concurrency",
    severity: "drifted",
    title: "a maximum concurrency other than the topology's",
    why: "more, or fewer, batches run at once than what they call upon was made for",
    judge: ({ mapping, consumer: { maximumConcurrency } }) =>
      mapping.maximumConcurrency === maximumConcurrency
        ? undefined
        : {
            found: `MaximumConcurrency ${mapping.maximumConcurrency ?? "not set"}`,
            expected: `${maximumConcurrency ?? "not set"}`,
            fix: update(mapping, "set it", {
              ScalingConfig:
                maximumConcurrency === undefined ? {} : { MaximumConcurrency: maximumConcurrency },
            }),
          },
  },
];

function consumedBy(mappings: readonly DeployedMapping[]): { readonly found: string } {
  return { found: `consumed by ${mappings.map(({ functionArn }) => functionArn).join(" and ")}` };
}

function noneAtAll(mappings: readonly DeployedMapping[]): Fix {
  const [mapping, ...others] = mappings;
  if (mapping === undefined || others.length > 0) return oneTooMany(mappings);
  return byCall("delete the mapping", "lambda", "DeleteEventSourceMapping", { UUID: mapping.id });
}

/** Which one is wrong, only whoever made it knows. */
function oneTooMany(mappings: readonly DeployedMapping[]): Fix {
  const ids = mappings.map(({ id }) => id).join(", ");
  return { text: `delete what is too much among ${ids} (aws lambda delete-event-source-mapping)` };
}

function update(mapping: DeployedMapping, text: string, change: object): Fix {
  return byCall(text, "lambda", "UpdateEventSourceMapping", { UUID: mapping.id, ...change });
}
