import { CeleriacError, show, type Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { toPolicyDocument } from "./policy-document.ts";
import type { Statement } from "./statement.ts";

/**
 * IAM: the inline policies of a role, all together, in characters without white space
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const MAX_ROLE_POLICY_CHARACTERS = 10_240;
/** Kept for what else is in a role's policies: a log group, and what a user permits and links. */
const RESERVED_CHARACTERS = 1024;

/** `arn:aws-us-gov:sqs:ap-southeast-2:123456789012:` of the longest partition and the longest region. */
const ARN_CHARACTERS = 47;
/** The longest names: an SQS queue's, a DynamoDB table's, an S3 bucket's, a schedule group's, an IAM role's. */
const LONGEST = { queue: 80, table: 255, bucket: 63, scheduleGroup: 64, role: 64 } as const;

/** What a role may do, once it is known where everything is. */
export type Grant = (arns: Arns<string>) => readonly Statement<string>[];

/**
 * Checks that AWS takes a role's policy, whatever the resources are named: before a deployment nobody knows their ARNs.
 * @param role who has it, for the message: `"whoever links it"`.
 * @param queueNameCharacters the longest physical name of a queue, if it is known. @defaultValue 80
 * @throws {CeleriacError} `invalid-definition` when the policy may be too long.
 */
export function checkPolicySize(
  topology: Topology,
  role: string,
  grant: Grant,
  queueNameCharacters: number = LONGEST.queue,
): void {
  const characters = policyCharacters(grant(longestArns(topology, queueNameCharacters)));
  const limit = MAX_ROLE_POLICY_CHARACTERS - RESERVED_CHARACTERS;
  if (characters <= limit) return;
  throw new CeleriacError(
    "invalid-definition",
    `app ${show(topology.app)} has ${topology.queues.length} queues: the policy of ${role} would have up to ${characters} characters, ` +
      `and AWS takes ${MAX_ROLE_POLICY_CHARACTERS} in a role, of which ${RESERVED_CHARACTERS} are kept for what you permit yourself; ` +
      "route tasks to fewer queues, or make two apps of it",
    { details: { app: topology.app, queues: topology.queues.length, characters, limit } },
  );
}

/** A policy's length as IAM counts it. */
function policyCharacters(statements: readonly Statement<string>[]): number {
  return JSON.stringify(toPolicyDocument(statements)).length;
}

/** Texts as long as the longest ARNs, and all different. */
function longestArns(topology: Topology, queueNameCharacters: number): Arns<string> {
  const arn = (id: string, nameCharacters: number): string =>
    id.padEnd(ARN_CHARACTERS + nameCharacters, "x");
  const names = topology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
  return {
    queues: Object.fromEntries(names.map((name) => [name, arn(name, queueNameCharacters)])),
    table: arn("table", "table/".length + LONGEST.table),
    bucket: arn("bucket", LONGEST.bucket),
    bucketObjects: arn("objects", LONGEST.bucket + "/*".length),
    scheduleGroup: arn("group", "schedule-group/".length + LONGEST.scheduleGroup),
    schedules: arn("schedules", "schedule//*".length + LONGEST.scheduleGroup),
    schedulerRole: arn("role", "role/".length + LONGEST.role),
  };
}
