import type { Reading } from "@celeriac/core";
import type { Case } from "../case.ts";
import type { Check } from "../check.ts";
import {
  BUCKET_ENCRYPTION_CHECKS,
  BUCKET_MISSING,
  BUCKET_POLICY_CHECKS,
  type BucketData,
  EXPIRATION_CHECKS,
  PUBLIC_ACCESS_CHECKS,
} from "../checks/bucket-checks.ts";
import type { Examination } from "../examination.ts";
import { partitionOf } from "./partition.ts";

/** The bucket of inputs and results that are too large to travel. */
export function examineBucket(
  examination: Examination,
  { topology: { bucket }, resources, deployment }: Case,
): void {
  const name = resources.bucket;
  const arn = `arn:${partitionOf(resources)}:s3:::${name}`;
  const subject = { kind: "bucket", name, location: name } as const;
  const judge = <Value>(
    reading: Reading<Value>,
    checks: readonly Check<BucketData<Value>>[],
  ): void =>
    examination.judgeReading(reading, {
      subject,
      checks,
      dataOf: (value) => ({ name, arn, value }),
    });
  examination.judgeReading(deployment.bucket.expirations, {
    subject,
    absence: BUCKET_MISSING,
    checks: EXPIRATION_CHECKS,
    dataOf: (expirations) => ({ name, bucket, expirations }),
  });
  judge(deployment.bucket.publicAccessBlocked, PUBLIC_ACCESS_CHECKS);
  judge(deployment.bucket.encrypted, BUCKET_ENCRYPTION_CHECKS);
  judge(deployment.bucket.policy, BUCKET_POLICY_CHECKS);
}
