/**
 * The calls of whoever tends queues: a module of its own, since no client and no host makes them.
 * @module
 */
import {
  CloudWatchClient,
  type Datapoint,
  GetMetricStatisticsCommand,
} from "@aws-sdk/client-cloudwatch";
import { PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { QueueLocation, Resources } from "@celeriac/core";
import type { Caller } from "../call/caller.ts";
import { type ClientSettings, targetOf } from "../call/client-settings.ts";

export interface OperatorCalls {
  /** @throws {CeleriacError} */
  purge(queue: string, url: string): Promise<unknown>;
  /** The last minutes' readings of a queue's oldest message, in no order. @throws {CeleriacError} */
  oldestAges(queue: string, location: QueueLocation, until: number): Promise<readonly Datapoint[]>;
  destroy(): void;
}

/** SQS reports every minute, and of a queue that was idle only after up to 15. */
const LOOK_BACK_MS = 20 * 60_000;
const PERIOD_SECONDS = 60;

export function createOperatorCalls(
  resources: Resources,
  settings: ClientSettings,
  cloudWatchEndpoint: string | undefined,
  caller: Caller,
): OperatorCalls {
  const sqs = new SQSClient(settings);
  const cloudWatch = new CloudWatchClient({
    region: resources.region,
    credentials: sqs.config.credentials,
    maxAttempts: settings.maxAttempts,
    ...(cloudWatchEndpoint === undefined ? {} : { endpoint: cloudWatchEndpoint }),
  });
  return {
    purge: (queue, url) =>
      caller(
        {
          name: "sqs:PurgeQueue",
          resource: `queue ${JSON.stringify(queue)} (${url})`,
          target: targetOf(resources, "sqs"),
        },
        (options) => sqs.send(new PurgeQueueCommand({ QueueUrl: url }), options),
      ),
    oldestAges: async (queue, { arn }, until) => {
      const { Datapoints = [] } = await caller(
        {
          name: "cloudwatch:GetMetricStatistics",
          resource: `the metrics of queue ${JSON.stringify(queue)}`,
          target: cloudWatchEndpoint ?? `AWS cloudwatch in ${resources.region}`,
        },
        ({ abortSignal }) =>
          cloudWatch.send(
            new GetMetricStatisticsCommand({
              Namespace: "AWS/SQS",
              MetricName: "ApproximateAgeOfOldestMessage",
              Dimensions: [{ Name: "QueueName", Value: arn.slice(arn.lastIndexOf(":") + 1) }],
              StartTime: new Date(until - LOOK_BACK_MS),
              EndTime: new Date(until),
              Period: PERIOD_SECONDS,
              Statistics: ["Maximum"],
            }),
            { abortSignal },
          ),
      );
      return Datapoints;
    },
    destroy: () => {
      sqs.destroy();
      cloudWatch.destroy();
    },
  };
}
