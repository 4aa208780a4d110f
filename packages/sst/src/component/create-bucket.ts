import { bucketSettings } from "../settings/bucket-settings.ts";
import { removalSettings } from "../settings/removal-settings.ts";
import type { Context } from "./context.ts";
import { both } from "./transforms.ts";

/** The bucket of inputs and results that are too large to travel: private, TLS only, emptied by its lifecycle. */
export function createBucket(context: Context): sst.aws.Bucket {
  const { names, options, topology, transform } = context;
  const { lifecycleRules, publicAccessBlock, encryptionRules } = bucketSettings(topology.bucket);
  const bucket = new sst.aws.Bucket(
    names.shared("Bucket"),
    {
      cors: false,
      lifecycle: [{ expiresIn: `${topology.bucket.expirationDays} days` }],
      transform: {
        bucket: both((args) => {
          args.forceDestroy = removalSettings($app.removal).forceDestroy;
        }, transform.bucket),
        lifecycle: both((args) => {
          args.rules = lifecycleRules;
        }, transform.bucketLifecycle),
        publicAccessBlock,
      },
    },
    options,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${names.shared("Bucket")}Encryption`,
    { bucket: bucket.name, rules: encryptionRules },
    options,
  );
  return bucket;
}
