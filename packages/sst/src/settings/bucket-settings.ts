import type { BucketResource } from "@celeriac/core";

/** What the payload bucket is made with, resource by resource, as Pulumi's `aws.s3` takes it. */
export interface BucketSettings {
  /** Of `BucketLifecycleConfiguration`. */
  readonly lifecycleRules: {
    readonly id: string;
    readonly status: "Enabled";
    readonly filter: { readonly prefix: string };
    readonly expiration: { readonly days: number };
    readonly abortIncompleteMultipartUpload: { readonly daysAfterInitiation: number };
  }[];
  /** Of `BucketPublicAccessBlock`. */
  readonly publicAccessBlock: {
    readonly blockPublicAcls: true;
    readonly blockPublicPolicy: true;
    readonly ignorePublicAcls: true;
    readonly restrictPublicBuckets: true;
  };
  /** Of `BucketServerSideEncryptionConfiguration`. */
  readonly encryptionRules: {
    readonly applyServerSideEncryptionByDefault: { readonly sseAlgorithm: "AES256" };
  }[];
}

/** No payload is sent in parts; what somebody else began is not kept and paid for. */
const ABANDONED_UPLOAD_DAYS = 1;

/** The settings of the bucket: payloads go when no record can name them any more, and nobody but the roles reads them. */
export function bucketSettings(bucket: BucketResource): BucketSettings {
  return {
    lifecycleRules: [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: bucket.expirationDays },
        abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
      },
    ],
    publicAccessBlock: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    encryptionRules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  };
}
