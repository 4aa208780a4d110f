import { type ScheduleResource, sendMessageTarget } from "@celeriac/core";
import { schedulerStatements } from "../access/scheduler-statements.ts";
import { arnOf, type Context } from "./context.ts";
import type { Queues } from "./create-queues.ts";
import { permissionsOf } from "./link.ts";
import { transformed } from "./transforms.ts";

/** A tick that cannot be sent is tried again for a day; then it is in the queue's dead-letter queue. */
const MAXIMUM_EVENT_AGE_SECONDS = 86_400;
const MAXIMUM_RETRY_ATTEMPTS = 185;

export interface Scheduling {
  readonly group: aws.scheduler.ScheduleGroup;
  readonly role: aws.iam.Role;
}

/** The group of the app's schedules, the role they send with, and the recurring ones. */
export function createScheduling(context: Context, queues: Queues): Scheduling {
  const { names, physical, transform, options, topology } = context;
  const group = new aws.scheduler.ScheduleGroup(
    ...transformed(
      transform.scheduleGroup,
      names.shared("Schedules"),
      { name: physical.scheduleGroup },
      options,
    ),
  );
  const role = createRole(context, queues);
  for (const schedule of topology.schedules) createSchedule(context, schedule, group, role, queues);
  return { group, role };
}

/** A role that EventBridge Scheduler alone may take, and only for this group's schedules. */
function createRole(context: Context, queues: Queues): aws.iam.Role {
  const { names, physical, transform, options, topology, account } = context;
  const send = aws.iam.getPolicyDocumentOutput({
    statements: permissionsOf(schedulerStatements(topology, { queues: queues.arns })),
  });
  return new aws.iam.Role(
    ...transformed(
      transform.schedulerRole,
      names.shared("SchedulerRole"),
      {
        assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ["sts:AssumeRole"],
              principals: [{ type: "Service", identifiers: ["scheduler.amazonaws.com"] }],
              conditions: [
                { test: "StringEquals", variable: "aws:SourceAccount", values: [account] },
                {
                  test: "ArnEquals",
                  variable: "aws:SourceArn",
                  values: [arnOf(context, "scheduler", `schedule-group/${physical.scheduleGroup}`)],
                },
              ],
            },
          ],
        }).json,
        inlinePolicies: [{ name: "send", policy: send.json }],
      },
      options,
    ),
  );
}

function createSchedule(
  { names, transform, options, partition }: Context,
  schedule: ScheduleResource,
  group: aws.scheduler.ScheduleGroup,
  role: aws.iam.Role,
  queues: Queues,
): void {
  const { queue, deadLetters } = queues.of(schedule.queue);
  new aws.scheduler.Schedule(
    ...transformed(
      transform.schedule,
      names.schedule(schedule.name),
      {
        name: schedule.name,
        groupName: group.name,
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.timezone,
        state: schedule.enabled ? "ENABLED" : "DISABLED",
        flexibleTimeWindow:
          schedule.flexibleWindowMinutes === undefined
            ? { mode: "OFF" }
            : { mode: "FLEXIBLE", maximumWindowInMinutes: schedule.flexibleWindowMinutes },
        target: {
          arn: partition.apply(sendMessageTarget),
          roleArn: role.arn,
          input: $util.jsonStringify({ QueueUrl: queue.url, MessageBody: schedule.body }),
          deadLetterConfig: { arn: deadLetters.arn },
          retryPolicy: {
            maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE_SECONDS,
            maximumRetryAttempts: MAXIMUM_RETRY_ATTEMPTS,
          },
        },
      },
      options,
    ),
  );
}
