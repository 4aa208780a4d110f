import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
} from "@aws-sdk/client-s3";
import { type BucketExpiration, CeleriacError, type DeployedBucket, show } from "@celeriac/core";
import { factsOf } from "../call/failure-facts.ts";
import type { Inspection } from "./inspection.ts";
import { parsedJson } from "./parsed-json.ts";

/** Reads what the bucket drops, and whom it lets in. */
export async function readBucket(inspection: Inspection): Promise<DeployedBucket> {
  const { s3 } = inspection.clients;
  const Bucket = inspection.resources.bucket;
  const resource = `bucket ${show(Bucket)}`;
  const [expirations, publicAccessBlocked, encrypted, policy] = await Promise.all([
    inspection.read({ action: "s3:GetLifecycleConfiguration", resource }, () =>
      unlessNone("NoSuchLifecycleConfiguration", [], async () => {
        const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
        if (Rules === undefined) throw unanswered("Rules");
        return Rules.flatMap(expirationOf);
      }),
    ),
    inspection.read({ action: "s3:GetBucketPublicAccessBlock", resource }, () =>
      unlessNone("NoSuchPublicAccessBlockConfiguration", false, async () => {
        const { PublicAccessBlockConfiguration: block } = await s3.send(
          new GetPublicAccessBlockCommand({ Bucket }),
        );
        const parts = [
          block?.BlockPublicAcls,
          block?.IgnorePublicAcls,
          block?.BlockPublicPolicy,
          block?.RestrictPublicBuckets,
        ];
        if (parts.every((part) => part === undefined)) {
          throw unanswered("PublicAccessBlockConfiguration");
        }
        return parts.every((isOn) => isOn === true);
      }),
    ),
    inspection.read({ action: "s3:GetEncryptionConfiguration", resource }, () =>
      unlessNone("ServerSideEncryptionConfigurationNotFoundError", false, async () => {
        const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
        const rules = answer.ServerSideEncryptionConfiguration?.Rules;
        if (rules === undefined) throw unanswered("ServerSideEncryptionConfiguration");
        return rules.length > 0;
      }),
    ),
    inspection.read({ action: "s3:GetBucketPolicy", resource }, () =>
      unlessNone("NoSuchBucketPolicy", undefined, async () => {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
        const policy = parsedJson(Policy ?? "");
        if (typeof policy === "string") throw unanswered("Policy");
        return policy;
      }),
    ),
  ]);
  return { expirations, publicAccessBlocked, encrypted, policy };
}

/** S3 has an error for each thing that a bucket does not have. */
async function unlessNone<Value>(
  errorName: string,
  none: Value,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (factsOf(error).name === errorName) return none;
    throw error;
  }
}

/** An emulator that does not know a question may answer another: with the bucket's objects. */
function unanswered(field: string): CeleriacError {
  return new CeleriacError("service-error", `the answer holds no ${field}: not an answer of S3's`);
}

function expirationOf(rule: LifecycleRule): readonly BucketExpiration[] {
  const days = rule.Expiration?.Days;
  if (rule.Status !== "Enabled" || days === undefined) return [];
  const { Prefix, ...others } = rule.Filter ?? {};
  const conditions = [Prefix, rule.Prefix, ...Object.values(others)];
  return [{ days, everyObject: conditions.every((each) => each === undefined || each === "") }];
}
