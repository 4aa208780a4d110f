import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  CeleriacError,
  type QueueLocation,
  type Resources,
  show,
  type Topology,
} from "@celeriac/core";
import { emulatorClientConfig } from "./account.ts";
import { describeResources, endpointsAt } from "./provision/describe-resources.ts";
import { LOCAL_STAGE, resourceNames } from "./provision/resource-names.ts";

/**
 * Where the resources of an app are that `startAwsAtEndpoint` has made at an emulator: only its queues are asked for.
 * @param stage part of every physical name. @defaultValue that of `celeriac dev`
 * @throws {CeleriacError} `missing-resource` when one is not there, `unreachable` when nobody answers.
 */
export async function resourcesAtEndpoint(
  topology: Topology,
  endpoint: string,
  stage: string = LOCAL_STAGE,
): Promise<Resources> {
  const names = resourceNames(topology, stage);
  const sqs = new SQSClient(emulatorClientConfig(endpoint));
  const logical = topology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
  try {
    const queues = await Promise.all(
      logical.map(async (name): Promise<[string, QueueLocation]> => {
        return [name, await locate(sqs, names.queue(name))];
      }),
    );
    const endpoints = endpointsAt(endpoint);
    return describeResources(topology.app, names, Object.fromEntries(queues), endpoints, "batched");
  } catch (cause) {
    throw asError(cause, topology.app, endpoint);
  } finally {
    sqs.destroy();
  }
}

async function locate(sqs: SQSClient, QueueName: string): Promise<QueueLocation> {
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return { url: QueueUrl, arn: Attributes?.["QueueArn"] ?? "" };
}

function asError(cause: unknown, app: string, endpoint: string): CeleriacError {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause);
  return cause instanceof QueueDoesNotExist
    ? new CeleriacError(
        "missing-resource",
        `at ${endpoint} there are no queues of app ${show(app)} (${said}): run celeriac dev --endpoint ${endpoint} first`,
        { cause },
      )
    : new CeleriacError(
        "unreachable",
        `${endpoint} does not answer as SQS does (${said}): expected a LocalStack that runs`,
        { cause, retryable: true },
      );
}
