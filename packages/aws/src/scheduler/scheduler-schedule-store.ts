import {
  deadLetterQueueOf,
  type OneShotSchedule,
  type Random,
  type Resources,
  type ScheduleStore,
  sendMessageTarget,
} from "@celeriac/core";
import { awsCodeOf } from "../call/aws-error.ts";
import { locateQueue } from "../sqs/queue-map.ts";
import { checkedInput } from "./schedule-input.ts";
import { scheduleName } from "./schedule-name.ts";
import type { SchedulerCalls } from "./scheduler-calls.ts";

/** What the port on EventBridge Scheduler works with. */
export interface SchedulerContext {
  readonly resources: Resources;
  readonly calls: () => Promise<SchedulerCalls>;
  readonly random: Random;
}

/** One-shot schedules that send one message and remove themselves. */
export function createScheduleStore(context: SchedulerContext): ScheduleStore {
  const { group, roleArn } = context.resources.schedules;
  return {
    async putOneShot(schedule) {
      const input = {
        Name: scheduleName(schedule.name),
        GroupName: group,
        // new for each put: a token kept from before a deletion would make a second put do nothing
        ClientToken: context.random.hex(16),
        ScheduleExpression: `at(${utcSeconds(schedule.at)})`,
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" as const },
        ActionAfterCompletion: "DELETE" as const,
        Target: {
          Arn: sendMessageTarget(partitionOf(roleArn)),
          RoleArn: roleArn,
          Input: inputOf(context, schedule),
          ...deadLetterConfig(context, schedule.queue),
        },
      };
      const calls = await context.calls();
      try {
        await calls.create(input);
      } catch (error) {
        // the same name is the same schedule: an earlier put, or this one's first copy
        if (awsCodeOf(error) !== "ConflictException") throw error;
      }
    },
    async deleteOneShot(name) {
      const calls = await context.calls();
      try {
        await calls.delete({
          Name: scheduleName(name),
          GroupName: group,
          ClientToken: context.random.hex(16),
        });
      } catch (error) {
        if (awsCodeOf(error) !== "ResourceNotFoundException") throw error;
      }
    },
  };
}

/** The second part of an ARN. */
function partitionOf(arn: string): string {
  return arn.split(":")[1] ?? "aws";
}

function inputOf({ resources }: SchedulerContext, schedule: OneShotSchedule): string {
  return checkedInput({
    QueueUrl: locateQueue(resources, schedule.queue).url,
    MessageBody: schedule.body,
    ...(schedule.group === undefined ? {} : { MessageGroupId: schedule.group }),
  });
}

/** A message that could not be sent for a day would be gone without a trace. */
function deadLetterConfig(
  { resources }: SchedulerContext,
  queue: string,
): { readonly DeadLetterConfig?: { readonly Arn: string } } {
  const deadLetterQueue = resources.queues[deadLetterQueueOf(queue)];
  return deadLetterQueue === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterQueue.arn } };
}

/** `2026-11-21T11:22:33`, rounded up: never before its time. */
function utcSeconds(epochMs: number): string {
  return new Date(Math.ceil(epochMs / 1000) * 1000)
    .toISOString()
    .slice(0, "yyyy-mm-ddThh:mm:ss".length);
}
