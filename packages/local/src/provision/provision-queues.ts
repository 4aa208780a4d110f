import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueLocation, QueueResource } from "@celeriac/core";
import { emulatorClientConfig } from "../account.ts";

/**
 * Makes every queue with its dead-letter queue, as the topology says. A queue that a former run left is brought up
 * to date and keeps its messages. Answers where each is, by logical name.
 */
export async function provisionQueues(
  endpoint: string,
  queues: readonly QueueResource[],
  physicalName: (logicalName: string) => string,
): Promise<Record<string, QueueLocation>> {
  const sqs = new SQSClient(emulatorClientConfig(endpoint));
  const put = async (
    name: string,
    attributes: Record<string, string>,
  ): Promise<[string, QueueLocation]> => [
    name,
    await putQueue(sqs, physicalName(name), attributes),
  ];
  const pairs = await Promise.all(
    queues.map(async (queue) => {
      const deadLetter = await put(queue.deadLetterQueue, {
        MessageRetentionPeriod: String(queue.deadLetterRetentionSeconds),
      });
      return [
        deadLetter,
        await put(queue.name, {
          VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
          MessageRetentionPeriod: String(queue.retentionSeconds),
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: deadLetter[1].arn,
            maxReceiveCount: queue.maxReceiveCount,
          }),
        }),
      ];
    }),
  );
  sqs.destroy();
  return Object.fromEntries(pairs.flat());
}

async function putQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<QueueLocation> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const answer = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return { url: QueueUrl, arn: answer.Attributes?.["QueueArn"] ?? "" };
}
