import { randomUUID } from "node:crypto";
import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import { ACCOUNT_ID, emulatorClientConfig, REGION } from "../account.ts";
import { SEND_MESSAGE_TARGET } from "./schedule-request.ts";
import type { StoredSchedule } from "./schedule-store.ts";

/** Sends what a schedule says. */
export interface ScheduleTargetSender {
  /** @throws whatever SQS refuses it with. */
  send(schedule: StoredSchedule, attempt: number): Promise<void>;
  /** Puts what could not be delivered into the schedule's dead-letter queue, if it names one. */
  sendDeadLetter(schedule: StoredSchedule, error: unknown): Promise<void>;
  close(): void;
}

export function createScheduleTargetSender(sqsEndpoint: string): ScheduleTargetSender {
  const sqs = new SQSClient({ ...emulatorClientConfig(sqsEndpoint), maxAttempts: 1 });
  const urlOf = (arn: string): string =>
    `${sqsEndpoint}/${ACCOUNT_ID}/${arn.split(":").at(-1) ?? ""}`;
  return {
    send: async (schedule, attempt) => {
      await sqs.send(new SendMessageCommand(toMessage(schedule, attempt, urlOf)));
    },
    sendDeadLetter: async (schedule, error) => {
      const { Target } = schedule.request;
      if (Target.DeadLetterConfig?.Arn === undefined) return;
      const reason = error instanceof Error ? error : new Error(String(error));
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: urlOf(Target.DeadLetterConfig.Arn),
          MessageBody: Target.Input ?? "{}",
          MessageAttributes: {
            ERROR_CODE: { DataType: "String", StringValue: reason.name },
            ERROR_MESSAGE: { DataType: "String", StringValue: reason.message || reason.name },
            SCHEDULE_ARN: { DataType: "String", StringValue: scheduleArn(schedule) },
            TARGET_ARN: { DataType: "String", StringValue: Target.Arn },
          },
        }),
      );
    },
    close: () => sqs.destroy(),
  };
}

export function scheduleArn(schedule: StoredSchedule): string {
  const { GroupName, Name } = schedule.request;
  return `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule/${GroupName}/${Name}`;
}

/** The templated target sends the input as the body; the universal one takes the input for SendMessage's parameters. */
function toMessage(
  schedule: StoredSchedule,
  attempt: number,
  urlOf: (arn: string) => string,
): SendMessageCommandInput {
  const { Target } = schedule.request;
  const input = replaceContext(Target.Input ?? "{}", schedule, attempt);
  if (Target.Arn === SEND_MESSAGE_TARGET) return JSON.parse(input) as SendMessageCommandInput;
  const group = Target.SqsParameters?.MessageGroupId;
  return {
    QueueUrl: urlOf(Target.Arn),
    MessageBody: input,
    ...(group === undefined ? {} : { MessageGroupId: group }),
  };
}

function replaceContext(input: string, schedule: StoredSchedule, attempt: number): string {
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", scheduleArn(schedule))
    .replaceAll("<aws.scheduler.scheduled-time>", toSecond(schedule.at))
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", String(attempt));
}

function toSecond(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
