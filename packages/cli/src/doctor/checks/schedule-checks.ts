import {
  type DeployedSchedule,
  decodeEnvelope,
  type QueueLocation,
  type Resources,
  type ScheduleResource,
  sendMessageTarget,
} from "@celeriac/core";
import type { Check, Difference } from "../check.ts";
import { byCall, DEPLOY, type Fix } from "../fix.ts";

/** A recurring schedule, and what it should be. */
export interface ScheduleData extends ScheduleSite {
  readonly deployed: DeployedSchedule;
}

/** What a schedule is made of. */
export interface ScheduleSite {
  readonly schedule: ScheduleResource;
  readonly group: Resources["schedules"];
  readonly queue: QueueLocation | undefined;
  readonly deadLetters: QueueLocation | undefined;
  /** Of ARNs: `aws`, `aws-cn`. */
  readonly partition: string;
}

export const SCHEDULE_GROUP_MISSING: Check<undefined> = {
  id: "schedule-group-missing",
  severity: "missing",
  title: "the schedule group does not exist",
  why: "tasks with an eta of more than 15 minutes are refused, and no schedule fires",
  judge: () => ({ found: "no group", expected: "the group of the topology", fix: DEPLOY }),
};

export const SCHEDULE_MISSING: Check<undefined> = {
  id: "schedule-missing",
  severity: "missing",
  title: "a recurring schedule does not exist",
  why: "its task is never sent",
  judge: () => ({ found: "no schedule", expected: "the schedule of the topology", fix: DEPLOY }),
};

export const SCHEDULE_CHECKS: readonly Check<ScheduleData>[] = [
  {
    id: "schedule-disabled",
    severity: "unsafe",
    title: "a recurring schedule is disabled, and should not be",
    why: "its task is not sent",
    judge: (data) =>
      data.schedule.enabled && !data.deployed.enabled
        ? { found: "DISABLED", expected: "ENABLED", fix: put(data) }
        : undefined,
  },
  {
    id: "schedule-enabled",
    severity: "drifted",
    title: "a recurring schedule is enabled, and should not be",
    why: "its task is sent although the app says that it shall rest",
    judge: (data) =>
      !data.schedule.enabled && data.deployed.enabled
        ? { found: "ENABLED", expected: "DISABLED", fix: put(data) }
        : undefined,
  },
  {
    id: "schedule-expression",
    severity: "drifted",
    title: "a recurring schedule's expression is not the topology's",
    why: "its task is sent at other times",
    judge: (data) => differs(data, data.deployed.expression, data.schedule.expression),
  },
  {
    id: "schedule-timezone",
    severity: "drifted",
    title: "a recurring schedule's time zone is not the topology's",
    why: "its task is sent at other hours",
    judge: (data) => differs(data, data.deployed.timezone, data.schedule.timezone),
  },
  {
    id: "schedule-window",
    severity: "drifted",
    title: "a recurring schedule's flexible time window is not the topology's",
    why: "its task is sent later than the app says, or all of them at once",
    judge: (data) =>
      differs(
        data,
        windowOf(data.deployed.flexibleWindowMinutes),
        windowOf(data.schedule.flexibleWindowMinutes),
      ),
  },
  {
    id: "schedule-target",
    severity: "unsafe",
    title: "a recurring schedule sends elsewhere, or by another role",
    why: "its task does not come to the queue that it is consumed from",
    judge: (data) => {
      const { deployed, queue, group } = data;
      if (queue === undefined) return { untold: "its queue is missing" };
      return differs(
        data,
        [deployed.targetArn, sendOf(deployed).QueueUrl, deployed.roleArn].join(" "),
        [sendMessageTarget(data.partition), queue.url, group.roleArn].join(" "),
      );
    },
  },
  {
    id: "schedule-message",
    severity: "drifted",
    title: "a recurring schedule sends another message than the topology's",
    why: "another task is sent, or the same with another input",
    judge: (data) =>
      sendOf(data.deployed).MessageBody === data.schedule.body
        ? undefined
        : { found: "another MessageBody", expected: "the topology's", fix: put(data) },
  },
  {
    id: "schedule-dead-letters",
    severity: "unsafe",
    title: "what a recurring schedule cannot send does not go to its queue's dead-letter queue",
    why: "a tick that SQS refuses for a day is gone without a trace",
    judge: (data) => {
      const { deployed, deadLetters } = data;
      if (deadLetters === undefined) return { untold: "its dead-letter queue is missing" };
      return differs(data, deployed.deadLetterArn ?? "no dead-letter queue", deadLetters.arn);
    },
  },
];

function differs(data: ScheduleData, found: string, expected: string): Difference | undefined {
  return found === expected ? undefined : { found, expected, fix: put(data) };
}

function windowOf(minutes: number | undefined): string {
  return minutes === undefined ? "OFF" : `${minutes} minutes`;
}

/** The parameters of the SendMessage that a schedule makes, as far as its Input holds them. */
function sendOf({ input }: DeployedSchedule): { QueueUrl?: unknown; MessageBody?: unknown } {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** What Scheduler replaces in a message, and any instant in its place. */
const [SCHEDULED_TIME, SAMPLE_TICK] = ["<aws.scheduler.scheduled-time>", "1970-01-01T00:00:00Z"];

/** Whether a message tells what its task is given: a report is no place for that. */
function holdsInput(body: string): boolean {
  const answer = decodeEnvelope(body.replaceAll(SCHEDULED_TIME, SAMPLE_TICK));
  return answer.kind !== "envelope" || answer.envelope.input !== undefined;
}

/** Scheduler changes a schedule as a whole: what the call does not name is reset. */
function put(site: ScheduleSite): Fix {
  const { schedule, group, queue, deadLetters } = site;
  if (queue === undefined || deadLetters === undefined) return DEPLOY;
  if (holdsInput(schedule.body))
    return { text: `${DEPLOY.text}: a call would show the task's input` };
  return byCall("set it", "scheduler", "UpdateSchedule", {
    Name: schedule.name,
    GroupName: group.group,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    State: schedule.enabled ? "ENABLED" : "DISABLED",
    FlexibleTimeWindow:
      schedule.flexibleWindowMinutes === undefined
        ? { Mode: "OFF" }
        : { Mode: "FLEXIBLE", MaximumWindowInMinutes: schedule.flexibleWindowMinutes },
    Target: {
      Arn: sendMessageTarget(site.partition),
      RoleArn: group.roleArn,
      Input: JSON.stringify({ QueueUrl: queue.url, MessageBody: schedule.body }),
      DeadLetterConfig: { Arn: deadLetters.arn },
    },
  });
}
