import type { RecordedCall, ScheduleTarget, SqsCall } from "../recorder/recorded-call.ts";

/** What IAM asks before a call is made. */
export interface Right {
  readonly action: string;
  readonly resource: string;
  /** IAM's context keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Those of the emulators. */
const REGION = "us-east-1";
const ACCOUNT = "000000000000";

/**
 * Operations whose right has another name, by the service authorization reference: a batch takes the right to its single
 * call (list_amazonsqs.html), each statement of PartiQL one of its own (list_amazondynamodb.html), and a REST path is
 * named in list_amazoneventbridgescheduler.html; all under
 * https://docs.aws.amazon.com/service-authorization/latest/reference/.
 */
const ACTIONS: Readonly<Record<string, string>> = {
  "sqs:SendMessageBatch": "sqs:SendMessage",
  "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
  "dynamodb:BatchExecuteStatement INSERT": "dynamodb:PartiQLInsert",
  "dynamodb:BatchExecuteStatement UPDATE": "dynamodb:PartiQLUpdate",
  "dynamodb:BatchExecuteStatement DELETE": "dynamodb:PartiQLDelete",
  "scheduler:POST schedules": "scheduler:CreateSchedule",
  "scheduler:DELETE schedules": "scheduler:DeleteSchedule",
};

/**
 * What message moves take of the queue that is moved from
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html,
 * "Configuring queue permissions for dead-letter queue redrive").
 */
const MOVING = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];
const MOVES: Readonly<Record<string, readonly string[]>> = {
  StartMessageMoveTask: ["StartMessageMoveTask", ...MOVING],
  CancelMessageMoveTask: ["CancelMessageMoveTask", ...MOVING],
  ListMessageMoveTasks: ["ListMessageMoveTasks", "GetQueueAttributes"],
};

/** The rights that whoever makes a call needs. */
export function requiredRights(call: RecordedCall): readonly Right[] {
  const wire = `${call.service}:${call.operation}`;
  switch (call.service) {
    case "sqs":
      return [...rightsOnQueue(call.queueUrl, wire), ...rightsOfMove(call)];
    case "dynamodb": {
      const statement = call.statement === undefined ? "" : ` ${call.statement}`;
      return [right(`${wire}${statement}`, arn("dynamodb", `table/${call.table}`))];
    }
    case "s3":
      return [
        right(wire, `arn:aws:s3:::${call.bucket}/${call.key}`),
        // Else S3 would not tell that the object is absent.
        ...(call.absent ? [right("s3:ListBucket", `arn:aws:s3:::${call.bucket}`)] : []),
      ];
    case "scheduler":
      return [
        right(wire, arn("scheduler", `schedule/${call.group}/${call.schedule}`)),
        ...(call.target === undefined ? [] : [rightToPass(call.target)]),
      ];
  }
}

/** The rights that a schedule's role needs: its target's call, and the send of what could not be sent. */
export function rightsOfTarget({
  arn: target,
  queueUrl,
  deadLetterArn,
}: ScheduleTarget): readonly Right[] {
  // The universal target `arn:aws:scheduler:::aws-sdk:sqs:sendMessage` names the call it makes.
  const [operation = "", service = ""] = target.split(":").reverse();
  const action = `${service}:${operation.slice(0, 1).toUpperCase()}${operation.slice(1)}`;
  return [right(action, queueArn(queueUrl)), right("sqs:SendMessage", deadLetterArn)];
}

function rightsOnQueue(url: string | undefined, wire: string): readonly Right[] {
  return url === undefined ? [] : [right(wire, queueArn(url))];
}

function rightsOfMove({ operation, sourceArn, destinationArn }: SqsCall): readonly Right[] {
  if (sourceArn === undefined) return [];
  const actions = MOVES[operation];
  if (actions === undefined) throw new Error(`${operation} is no message move`);
  return [
    ...actions.map((action) => right(`sqs:${action}`, sourceArn)),
    ...(destinationArn === undefined ? [] : [right("sqs:SendMessage", destinationArn)]),
  ];
}

function rightToPass({ roleArn }: ScheduleTarget): Right {
  const context = { "iam:PassedToService": "scheduler.amazonaws.com" };
  return { ...right("iam:PassRole", roleArn), context };
}

function right(wire: string, resource: string): Right {
  return { action: ACTIONS[wire] ?? wire, resource };
}

/** A queue's URL ends in its name. */
function queueArn(url: string): string {
  return arn("sqs", url.split("/").at(-1) ?? "");
}

function arn(service: string, rest: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
}
