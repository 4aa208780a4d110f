import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { BucketResource } from "@celeriac/core";
import { emulatorClientConfig } from "../account.ts";

/** Makes the bucket; one that a former run left keeps its objects. */
export async function provisionBucket(
  endpoint: string,
  Bucket: string,
  bucket: BucketResource,
): Promise<void> {
  const s3 = new S3Client({ ...emulatorClientConfig(endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "expire",
            Status: "Enabled",
            Filter: { Prefix: "" },
            Expiration: { Days: bucket.expirationDays },
          },
        ],
      },
    }),
  );
  s3.destroy();
}
