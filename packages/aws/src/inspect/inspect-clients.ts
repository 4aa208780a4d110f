import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Resources } from "@celeriac/core";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { CONNECTION_TIMEOUT_MS } from "../call/call-policy.ts";
import type { InspectedService } from "./read-action.ts";

/** Where the services answer that an app's resources do not name, when not at AWS. */
export interface InspectEndpoints {
  readonly lambda?: string | undefined;
  readonly iam?: string | undefined;
  readonly ecs?: string | undefined;
}

export interface InspectClients {
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly scheduler: SchedulerClient;
  readonly iam: IAMClient;
  readonly ecs: ECSClient;
  destroy(): void;
}

/** One attempt, ms. */
const ATTEMPT_MS = 10_000;
/** Lambda's control plane takes 15 calls a second of an account (Lambda quotas, 2026): the SDK slows itself down to what is let through. */
const ATTEMPTS = 6;

/** A client of each service, none of them connected yet. */
export function createInspectClients(
  resources: Resources,
  endpoints: InspectEndpoints,
): InspectClients {
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: ATTEMPT_MS,
    throwOnRequestTimeout: true,
  });
  const settings = (service: InspectedService) => {
    const endpoint = endpointOf(resources, endpoints, service);
    return {
      region: resources.region,
      requestHandler,
      maxAttempts: ATTEMPTS,
      retryMode: "adaptive",
      ...(endpoint === undefined ? {} : { endpoint }),
      // A copy: the SDK notes in the object where it had it from.
      ...(resources.credentials === undefined ? {} : { credentials: { ...resources.credentials } }),
    };
  };
  return {
    sqs: new SQSClient(settings("sqs")),
    lambda: new LambdaClient(settings("lambda")),
    dynamodb: new DynamoDBClient(settings("dynamodb")),
    s3: new S3Client({
      ...settings("s3"),
      forcePathStyle: endpointOf(resources, endpoints, "s3") !== undefined,
    }),
    scheduler: new SchedulerClient(settings("scheduler")),
    iam: new IAMClient(settings("iam")),
    ecs: new ECSClient(settings("ecs")),
    destroy: () => requestHandler.destroy(),
  };
}

/** Where a service answers, when not at AWS. */
export function endpointOf(
  resources: Resources,
  endpoints: InspectEndpoints,
  service: InspectedService,
): string | undefined {
  return { ...endpoints, ...resources.endpoints }[service];
}
