import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  deadLetterQueueOf,
  isScheduleName,
  type QueueLocation,
  type ScheduleResource,
} from "@celeriac/core";
import { emulatorClientConfig, SCHEDULER_ROLE_ARN } from "../account.ts";
import { SEND_MESSAGE_TARGET } from "../scheduler/schedule-request.ts";

type Queues = Readonly<Record<string, QueueLocation>>;

/**
 * Makes the recurring schedules in a group that is there, brings those of a former run up to date and removes what the app
 * no longer has. One-shot schedules stay as they are.
 */
export async function provisionSchedules(
  endpoint: string,
  group: string,
  schedules: readonly ScheduleResource[],
  queues: Queues,
): Promise<void> {
  const scheduler = new SchedulerClient(emulatorClientConfig(endpoint));
  try {
    await Promise.all(
      schedules.map((schedule) => putSchedule(scheduler, toRequest(schedule, group, queues))),
    );
    const names = new Set(schedules.map(({ name }) => name));
    await removeOthers(scheduler, group, names);
  } finally {
    scheduler.destroy();
  }
}

async function putSchedule(
  scheduler: SchedulerClient,
  request: CreateScheduleCommandInput,
): Promise<void> {
  try {
    await scheduler.send(new CreateScheduleCommand(request));
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
    await scheduler.send(new UpdateScheduleCommand(request));
  }
}

/** The names of one-shot schedules are longer than a recurring one's may be. */
async function removeOthers(
  scheduler: SchedulerClient,
  GroupName: string,
  kept: ReadonlySet<string>,
): Promise<void> {
  const others: string[] = [];
  for await (const page of paginateListSchedules({ client: scheduler }, { GroupName })) {
    const names = (page.Schedules ?? []).map(({ Name }) => Name);
    others.push(...names.filter(isScheduleName).filter((name) => !kept.has(name)));
  }
  await Promise.all(
    others.map((Name) => scheduler.send(new DeleteScheduleCommand({ Name, GroupName }))),
  );
}

function toRequest(
  schedule: ScheduleResource,
  group: string,
  queues: Queues,
): CreateScheduleCommandInput {
  const { name, queue, expression, timezone, enabled, flexibleWindowMinutes, body } = schedule;
  return {
    Name: name,
    GroupName: group,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    State: enabled ? "ENABLED" : "DISABLED",
    FlexibleTimeWindow:
      flexibleWindowMinutes === undefined
        ? { Mode: "OFF" }
        : { Mode: "FLEXIBLE", MaximumWindowInMinutes: flexibleWindowMinutes },
    Target: {
      Arn: SEND_MESSAGE_TARGET,
      RoleArn: SCHEDULER_ROLE_ARN,
      Input: JSON.stringify({ QueueUrl: queues[queue]?.url, MessageBody: body }),
      DeadLetterConfig: { Arn: queues[deadLetterQueueOf(queue)]?.arn },
    },
  };
}
