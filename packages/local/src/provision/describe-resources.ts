import type { Resources } from "@celeriac/core";
import { CREDENTIALS, REGION, SCHEDULER_ROLE_ARN } from "../account.ts";
import type { ResourceNames } from "./resource-names.ts";

export interface ServerEndpoints {
  readonly sqs: string;
  readonly dynamodb: string;
  readonly s3: string;
  readonly scheduler: string;
}

/** Of an emulator with one address for all services. */
export function endpointsAt(endpoint: string): ServerEndpoints {
  return { sqs: endpoint, dynamodb: endpoint, s3: endpoint, scheduler: endpoint };
}

/** Where the emulated resources are, as a deployment would say it. */
export function describeResources(
  app: string,
  names: ResourceNames,
  queues: Resources["queues"],
  endpoints: ServerEndpoints,
  tableWrites: "batched" | "single",
): Resources {
  return {
    app,
    region: REGION,
    queues,
    table: names.table,
    bucket: names.bucket,
    schedules: { group: names.scheduleGroup, roleArn: SCHEDULER_ROLE_ARN },
    endpoints,
    credentials: CREDENTIALS,
    tableWrites,
  };
}

/** What a process needs in its environment to use them: with Celeriac, with the AWS SDK and with the AWS CLI. */
export function describeEnvironment(
  resources: Resources,
  endpoints: ServerEndpoints,
): Readonly<Record<string, string>> {
  return {
    CELERIAC_RESOURCES: JSON.stringify(resources),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    // A developer's own session or profile must not be mixed with these credentials.
    AWS_SESSION_TOKEN: "",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
  };
}
