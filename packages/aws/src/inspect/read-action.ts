/** Every action of IAM that the inspection of a deployment needs, and no other: all of them read settings. */
export const READ_ACTIONS = [
  "sqs:GetQueueAttributes",
  "sqs:ListQueues",
  "lambda:ListEventSourceMappings",
  "lambda:GetFunctionConfiguration",
  "lambda:GetFunctionConcurrency",
  "lambda:GetFunctionRecursionConfig",
  "dynamodb:DescribeTable",
  "dynamodb:DescribeTimeToLive",
  "s3:GetLifecycleConfiguration",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketPolicy",
  "scheduler:GetScheduleGroup",
  "scheduler:GetSchedule",
  "iam:GetRole",
  "ecs:ListServices",
  "ecs:DescribeServices",
  "ecs:DescribeTaskDefinition",
] as const;

/** A read as IAM names its action; S3's calls have other names. */
export type ReadAction = (typeof READ_ACTIONS)[number];

export type InspectedService = ReadAction extends `${infer Service}:${string}` ? Service : never;

/** The service that an action is one of. */
export function serviceOf(action: ReadAction): InspectedService {
  return action.slice(0, action.indexOf(":")) as InspectedService;
}
