import type { BucketExpiration, BucketResource } from "@celeriac/core";
import { demandsTls, soundPolicy } from "../access-policy.ts";
import type { Check } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

export interface ExpirationData {
  readonly name: string;
  readonly bucket: BucketResource;
  readonly expirations: readonly BucketExpiration[];
}

/** Whether something of a bucket is as it should be. */
export interface BucketData<Value> {
  readonly name: string;
  readonly arn: string;
  readonly value: Value;
}

export const BUCKET_MISSING: Check<undefined> = {
  id: "bucket-missing",
  severity: "missing",
  title: "the bucket does not exist",
  why: "inputs and results that are too large to travel cannot be kept: their tasks fail",
  judge: () => ({ found: "no bucket", expected: "the bucket of the topology", fix: DEPLOY }),
};

export const EXPIRATION_CHECKS: readonly Check<ExpirationData>[] = [
  {
    id: "bucket-expiration-short",
    severity: "unsafe",
    title: "objects are dropped before the topology says",
    why: "inputs of tasks that still wait, and results that are still asked for, are gone",
    judge: (data) => {
      const short = data.expirations.filter(({ days }) => days < data.bucket.expirationDays);
      return short.length === 0
        ? undefined
        : { found: daysOf(short), expected: wanted(data), fix: expire(data) };
    },
  },
  {
    id: "bucket-expiration-missing",
    severity: "drifted",
    title: "no lifecycle rule drops every object",
    why: "inputs and results are kept, and paid for, for ever",
    judge: (data) =>
      data.expirations.some(({ everyObject }) => everyObject)
        ? undefined
        : {
            found: "no expiration of every object",
            expected: wanted(data),
            fix: expire(data),
          },
  },
  {
    id: "bucket-expiration-long",
    severity: "drifted",
    title: "objects are kept for longer than the topology says",
    why: "inputs and results are paid for after every record of them is gone",
    judge: (data) => {
      const whole = data.expirations.filter(({ everyObject }) => everyObject);
      return whole.length > 0 && whole.every(({ days }) => days > data.bucket.expirationDays)
        ? { found: daysOf(whole), expected: wanted(data), fix: expire(data) }
        : undefined;
    },
  },
];

export const PUBLIC_ACCESS_CHECKS: readonly Check<BucketData<boolean>>[] = [
  {
    id: "bucket-public",
    severity: "unsafe",
    title: "public access is not blocked",
    why: "one wrong policy or ACL shows inputs and results of tasks to everybody",
    judge: ({ name, value }) =>
      value
        ? undefined
        : {
            found: "not all four blocks of public access are on",
            expected: "all four on",
            fix: byCall("block it", "s3", "PutPublicAccessBlock", {
              Bucket: name,
              PublicAccessBlockConfiguration: {
                BlockPublicAcls: true,
                IgnorePublicAcls: true,
                BlockPublicPolicy: true,
                RestrictPublicBuckets: true,
              },
            }),
          },
  },
];

export const BUCKET_ENCRYPTION_CHECKS: readonly Check<BucketData<boolean>>[] = [
  {
    id: "bucket-unencrypted",
    severity: "unsafe",
    title: "not encrypted at rest",
    why: "inputs and results of tasks lie in the clear",
    judge: ({ name, value }) =>
      value
        ? undefined
        : {
            found: "no default encryption",
            expected: "SSE-S3 or SSE-KMS",
            fix: byCall("encrypt it", "s3", "PutBucketEncryption", {
              Bucket: name,
              ServerSideEncryptionConfiguration: {
                Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
              },
            }),
          },
  },
];

export const BUCKET_POLICY_CHECKS: readonly Check<BucketData<unknown>>[] = [
  {
    id: "bucket-plain-http",
    severity: "unsafe",
    title: "no policy that refuses requests without TLS",
    why: "a client with a wrong endpoint sends inputs of tasks in the clear, and nobody notices",
    judge: ({ name, arn, value }) =>
      demandsTls(value, "s3")
        ? undefined
        : {
            found: "no TLS-only policy",
            expected: "a Deny of s3:* where aws:SecureTransport is false",
            fix: byCall("set the policy", "s3", "PutBucketPolicy", {
              Bucket: name,
              Policy: soundPolicy(value, "s3", [arn, `${arn}/*`]),
            }),
          },
  },
];

function daysOf(expirations: readonly BucketExpiration[]): string {
  return `expiration after ${expirations.map(({ days }) => days).join(" and ")} days`;
}

function wanted({ bucket }: ExpirationData): string {
  return `expiration of every object after ${bucket.expirationDays} days`;
}

function expire({ name, bucket }: ExpirationData): Fix {
  return byCall(
    "set the lifecycle (this replaces all of its rules)",
    "s3",
    "PutBucketLifecycleConfiguration",
    {
      Bucket: name,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "expire",
            Status: "Enabled",
            Filter: { Prefix: "" },
            Expiration: { Days: bucket.expirationDays },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    },
  );
}
