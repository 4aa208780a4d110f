import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { DeleteScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Resources } from "@celeriac/core";
import { emulatorClientConfig } from "../account.ts";

/** Removes an app's resources from an emulator, with all that is in them. What fails is left there, and is no error. */
export async function removeResources(endpoint: string, resources: Resources): Promise<void> {
  const config = emulatorClientConfig(endpoint);
  const sqs = new SQSClient(config);
  const dynamodb = new DynamoDBClient(config);
  const scheduler = new SchedulerClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await Promise.allSettled([
    ...Object.values(resources.queues).map(({ url }) =>
      sqs.send(new DeleteQueueCommand({ QueueUrl: url })),
    ),
    dynamodb.send(new DeleteTableCommand({ TableName: resources.table })),
    scheduler.send(new DeleteScheduleGroupCommand({ Name: resources.schedules.group })),
    removeBucket(s3, resources.bucket),
  ]);
  for (const client of [sqs, dynamodb, scheduler, s3]) client.destroy();
}

async function removeBucket(s3: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    if (Contents.length === 0) break;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    if (Errors.length > 0) return;
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
