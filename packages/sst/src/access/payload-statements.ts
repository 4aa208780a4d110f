import type { Arns } from "./arns.ts";
import type { Statement } from "./statement.ts";

type PayloadAction = "s3:GetObject" | "s3:PutObject" | "s3:DeleteObject";

/**
 * Rights on large inputs and results. The listing is never used: without it S3 answers "access denied" where an object
 * is not there, and a missing payload could not be told from a missing right
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
 */
export function payloadStatements<Arn>(
  arns: Arns<Arn>,
  actions: readonly PayloadAction[],
): readonly Statement<Arn>[] {
  return [
    { sid: "Payloads", actions, resources: [arns.bucketObjects] },
    { sid: "MissingPayloads", actions: ["s3:ListBucket"], resources: [arns.bucket] },
  ];
}
