import { SCHEDULER_MAX_INPUT_BYTES } from "@celeriac/core";
import { z } from "zod";
import { SchedulerError } from "./scheduler-error.ts";

/** A schedule as CreateSchedule and UpdateSchedule are told it, with defaults filled in. */
export interface ScheduleRequest {
  readonly Name: string;
  readonly GroupName: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly FlexibleTimeWindow: {
    readonly Mode: "OFF" | "FLEXIBLE";
    readonly MaximumWindowInMinutes?: number | undefined;
  };
  readonly Target: ScheduleTarget;
  readonly State: "ENABLED" | "DISABLED";
  readonly ActionAfterCompletion: "NONE" | "DELETE";
  readonly Description?: string | undefined;
  readonly StartDate?: number | undefined;
  readonly EndDate?: number | undefined;
  readonly KmsKeyArn?: string | undefined;
  readonly ClientToken?: string | undefined;
}

export interface ScheduleTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string | undefined;
  readonly RetryPolicy?:
    | {
        readonly MaximumRetryAttempts?: number | undefined;
        readonly MaximumEventAgeInSeconds?: number | undefined;
      }
    | undefined;
  readonly DeadLetterConfig?: { readonly Arn?: string | undefined } | undefined;
  readonly SqsParameters?: { readonly MessageGroupId?: string | undefined } | undefined;
}

const NAME: z.ZodType<string> = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[0-9a-zA-Z-_.]+$/);
const QUEUE_ARN = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/;
/** The universal target that calls SendMessage with the input as its parameters. */
export const SEND_MESSAGE_TARGET = "arn:aws:scheduler:::aws-sdk:sqs:sendMessage";

const TARGET: z.ZodType<ScheduleTarget> = z.object({
  Arn: z.string().refine((arn) => arn === SEND_MESSAGE_TARGET || QUEUE_ARN.test(arn), {
    error: `the embedded scheduler sends to an SQS queue's ARN or to ${SEND_MESSAGE_TARGET}`,
  }),
  RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  Input: z
    .string()
    .min(1)
    .refine((input) => Buffer.byteLength(input) <= SCHEDULER_MAX_INPUT_BYTES, {
      error: `Member must have length less than or equal to ${SCHEDULER_MAX_INPUT_BYTES}`,
    })
    .optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
  DeadLetterConfig: z.object({ Arn: z.string().regex(QUEUE_ARN).optional() }).optional(),
  SqsParameters: z.object({ MessageGroupId: z.string().min(1).max(128).optional() }).optional(),
});

const REQUEST: z.ZodType<ScheduleRequest> = z.object({
  Name: NAME,
  GroupName: NAME.default("default"),
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default("UTC"),
  FlexibleTimeWindow: z.discriminatedUnion("Mode", [
    z.object({ Mode: z.literal("OFF") }),
    z.object({
      Mode: z.literal("FLEXIBLE"),
      MaximumWindowInMinutes: z.int().min(1).max(1440),
    }),
  ]),
  Target: TARGET,
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  ActionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
  Description: z.string().max(512).optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  KmsKeyArn: z.string().optional(),
  ClientToken: z.string().min(1).max(64).optional(),
});

/** Checks as AWS does. @throws {SchedulerError} ValidationException that names the member. */
export function parseScheduleRequest(name: string, body: unknown): ScheduleRequest {
  const members = typeof body === "object" && body !== null ? body : {};
  const parsed = REQUEST.safeParse({ ...members, Name: name });
  if (!parsed.success) throw validationError(parsed.error);
  if (parsed.data.Target.Arn === SEND_MESSAGE_TARGET) checkUniversalInput(parsed.data.Target.Input);
  return parsed.data;
}

/** @throws {SchedulerError} ValidationException */
export function parseGroupName(name: string): string {
  const parsed = NAME.safeParse(name);
  if (!parsed.success) throw validationError(parsed.error);
  return parsed.data;
}

function validationError(error: z.ZodError): SchedulerError {
  const details = error.issues.map((issue) => {
    const member = issue.path.map((part) => lowerFirst(String(part))).join(".") || "name";
    return `Value at '${member}' failed to satisfy constraint: ${issue.message}`;
  });
  const count = `${details.length} validation error${details.length === 1 ? "" : "s"} detected`;
  return new SchedulerError("ValidationException", `${count}: ${details.join("; ")}`);
}

function checkUniversalInput(input: string | undefined): void {
  const parameters = z.looseObject({ QueueUrl: z.string(), MessageBody: z.string() });
  try {
    parameters.parse(JSON.parse(input ?? ""));
  } catch {
    throw new SchedulerError(
      "ValidationException",
      "Invalid RequestJson provided. Reason: sendMessage needs a JSON object with QueueUrl and MessageBody.",
    );
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
