import {
  type EventSourceMappingConfiguration,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import {
  type DeployedFunction,
  type DeployedMapping,
  type DeployedQueue,
  type QueueLocation,
  type Reading,
  show,
} from "@celeriac/core";
import type { Inspection } from "./inspection.ts";
import { queueSettings } from "./queue-settings.ts";

/** Reads a function by its ARN. */
export type ReadFunction = (functionArn: string) => Promise<DeployedFunction>;

/** Reads a queue's settings, and who consumes it. */
export async function readQueue(
  inspection: Inspection,
  name: string,
  { url, arn }: QueueLocation,
  readFunction: ReadFunction,
): Promise<DeployedQueue> {
  const resource = `queue ${show(name)} (${url})`;
  const [settings, mappings] = await Promise.all([
    inspection.read({ action: "sqs:GetQueueAttributes", resource }, async () => {
      const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
      return queueSettings((await inspection.clients.sqs.send(command)).Attributes ?? {});
    }),
    readMappings(inspection, arn, readFunction),
  ]);
  return { settings, mappings };
}

async function readMappings(
  inspection: Inspection,
  queueArn: string,
  readFunction: ReadFunction,
): Promise<Reading<readonly DeployedMapping[]>> {
  const resource = `event source mappings of ${queueArn}`;
  return inspection.read({ action: "lambda:ListEventSourceMappings", resource }, async () => {
    const mappings: EventSourceMappingConfiguration[] = [];
    const pages = paginateListEventSourceMappings(
      { client: inspection.clients.lambda },
      { EventSourceArn: queueArn },
    );
    for await (const page of pages) mappings.push(...(page.EventSourceMappings ?? []));
    const standing = mappings.filter(({ State }) => State !== "Deleting");
    return Promise.all(standing.map((mapping) => deployedMapping(mapping, readFunction)));
  });
}

async function deployedMapping(
  mapping: EventSourceMappingConfiguration,
  readFunction: ReadFunction,
): Promise<DeployedMapping> {
  const functionArn = mapping.FunctionArn ?? "";
  return {
    id: mapping.UUID ?? "",
    functionArn,
    state: mapping.State ?? "",
    batchSize: mapping.BatchSize ?? 0,
    batchWindowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    reportsBatchItemFailures:
      mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: mapping.FilterCriteria?.Filters?.length ?? 0,
    consumer: await readFunction(functionArn),
  };
}
