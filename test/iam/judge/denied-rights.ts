import { accountOf, arnOf, type DeployedApp } from "./deployed-app.ts";
import type { Right } from "./required-rights.ts";

/** What each role is tempted to do and may not; `nobody`: none of them. */
export type Tempted =
  | "nobody"
  | "producer"
  | "operator"
  | "function of default"
  | "worker"
  | "scheduler";

/**
 * What must be refused in a deployment whose functions consume `default` and `fragile`, and whose worker `worker`.
 * Functions and workers enqueue from within handlers, and do nothing else of a producer's.
 */
export function deniedRights({ arns, resources }: DeployedApp): Readonly<Record<Tempted, Right[]>> {
  const queue = (name: string): string => arns.queues[name] ?? "";
  const of = (service: string, resource: string, operations: readonly string[]): Right[] =>
    operations.map((operation) => ({ action: `${service}:${operation}`, resource }));
  const arn = (service: string, rest: string): string => arnOf(resources, service, rest);
  const pass = (roleArn: string, service: string): Right => ({
    action: "iam:PassRole",
    resource: roleArn,
    context: { "iam:PassedToService": service },
  });
  const key = arns.bucketObjects.replace("*", "inputs/a");
  const eta = arns.schedules.replace("*", "t-1");
  const otherRole = `arn:aws:iam::${accountOf(resources)}:role/admin`;
  return {
    nobody: [
      ...["default", "default-dlq", "worker"].flatMap((name) =>
        of("sqs", queue(name), [
          ...["CreateQueue", "DeleteQueue", "PurgeQueue", "SetQueueAttributes"],
          ...["AddPermission", "RemovePermission", "TagQueue"],
        ]),
      ),
      ...of("sqs", arn("sqs", "other-app-default"), ["SendMessage", "ReceiveMessage"]),
      ...of("dynamodb", arns.table, [
        ...["Scan", "DeleteTable", "UpdateTable", "UpdateTimeToLive", "PartiQLSelect"],
        ...[
          "GetItem",
          "PutItem",
          "UpdateItem",
          "DeleteItem",
          "BatchWriteItem",
          "ExportTableToPointInTime",
        ],
      ]),
      ...of("dynamodb", arn("dynamodb", "table/other-app-tasks"), [
        ...["BatchGetItem", "Query", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"],
      ]),
      ...of("s3", "*", ["ListAllMyBuckets"]),
      ...of("s3", arns.bucket, ["DeleteBucket", "PutBucketPolicy", "PutLifecycleConfiguration"]),
      ...of("s3", key, ["PutObjectAcl", "DeleteObjectVersion"]),
      ...of("s3", "arn:aws:s3:::other-app-payloads/inputs/a", ["GetObject", "PutObject"]),
      ...of("s3", "arn:aws:s3:::other-app-payloads", ["ListBucket"]),
      ...of("scheduler", eta, ["UpdateSchedule", "GetSchedule"]),
      ...of("scheduler", arn("scheduler", "schedule/default/t-1"), [
        ...["CreateSchedule", "DeleteSchedule"],
      ]),
      ...of("scheduler", arns.scheduleGroup, ["CreateScheduleGroup", "DeleteScheduleGroup"]),
      pass(otherRole, "scheduler.amazonaws.com"),
      pass(arns.schedulerRole, "lambda.amazonaws.com"),
      pass(arns.schedulerRole, "ecs-tasks.amazonaws.com"),
      ...of("iam", arns.schedulerRole, ["PutRolePolicy", "UpdateAssumeRolePolicy"]),
      ...of("sts", arns.schedulerRole, ["AssumeRole"]),
      ...of("lambda", arn("lambda", "function:anything"), ["InvokeFunction"]),
      ...of("ecs", arn("ecs", "task/workers/1"), ["StopTask", "ExecuteCommand"]),
      ...of("ecs", arn("ecs", "service/workers/worker"), ["UpdateService"]),
    ],
    producer: [
      ...["default", "worker", "default-dlq", "worker-dlq"].flatMap((name) =>
        of("sqs", queue(name), [
          ...["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"],
          ...["StartMessageMoveTask", "ListMessageMoveTasks", "CancelMessageMoveTask"],
        ]),
      ),
      ...of("sqs", queue("default-dlq"), ["SendMessage"]),
      ...of("dynamodb", arns.table, ["PartiQLDelete"]),
      ...of("ecs", arn("ecs", "task/workers/1"), ["UpdateTaskProtection"]),
    ],
    operator: [
      ...of("sqs", queue("default"), [
        ...["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "StartMessageMoveTask"],
      ]),
      ...of("sqs", queue("default-dlq"), ["SendMessage"]),
      ...of("dynamodb", arns.table, ["Query", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"]),
      ...of("s3", key, ["DeleteObject"]),
      ...of("scheduler", eta, ["CreateSchedule", "DeleteSchedule"]),
      pass(arns.schedulerRole, "scheduler.amazonaws.com"),
    ],
    "function of default": [
      ...["fragile", "worker", "default-dlq", "worker-dlq"].flatMap((name) =>
        of("sqs", queue(name), [
          ...["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"],
        ]),
      ),
      ...of("sqs", queue("worker-dlq"), ["SendMessage"]),
      ...of("sqs", queue("default-dlq"), ["StartMessageMoveTask", "ListMessageMoveTasks"]),
      ...of("ecs", arn("ecs", "task/workers/1"), ["UpdateTaskProtection"]),
      ...of("dynamodb", arns.table, ["Query"]),
    ],
    worker: [
      ...["default", "fragile", "worker-dlq", "default-dlq"].flatMap((name) =>
        of("sqs", queue(name), ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"]),
      ),
      ...of("sqs", queue("worker"), ["GetQueueAttributes"]),
      ...of("sqs", queue("default-dlq"), ["SendMessage"]),
      ...of("ecs", arn("ecs", "task/others/1"), ["UpdateTaskProtection"]),
      ...of("ecs", arn("ecs", "task/workers/1"), ["GetTaskProtection", "DescribeTasks"]),
      ...of("dynamodb", arns.table, ["Query"]),
    ],
    scheduler: [
      ...of("sqs", queue("default"), ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]),
      ...of("sqs", queue("default-dlq"), ["ReceiveMessage", "StartMessageMoveTask"]),
      ...of("dynamodb", arns.table, ["BatchGetItem", "Query", "PartiQLInsert", "PartiQLUpdate"]),
      ...of("s3", key, ["GetObject", "PutObject", "DeleteObject"]),
      ...of("scheduler", eta, ["CreateSchedule", "DeleteSchedule"]),
      pass(arns.schedulerRole, "scheduler.amazonaws.com"),
    ],
  };
}
