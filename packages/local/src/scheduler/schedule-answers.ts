import { ACCOUNT_ID, REGION } from "../account.ts";
import type { ScheduleGroup, StoredSchedule } from "./schedule-store.ts";
import { scheduleArn } from "./schedule-target.ts";

/** GetSchedule's answer; instants are epoch seconds, as the protocol has them. */
export function scheduleAnswer(schedule: StoredSchedule): Record<string, unknown> {
  const { ClientToken: _secret, ...request } = schedule.request;
  return {
    ...request,
    Arn: scheduleArn(schedule),
    CreationDate: schedule.createdAt / 1000,
    LastModificationDate: schedule.changedAt / 1000,
  };
}

/** One line of ListSchedules. */
export function scheduleSummaryAnswer(schedule: StoredSchedule): Record<string, unknown> {
  const { Name, GroupName, State, Target } = schedule.request;
  return {
    Arn: scheduleArn(schedule),
    Name,
    GroupName,
    State,
    Target: { Arn: Target.Arn },
    CreationDate: schedule.createdAt / 1000,
    LastModificationDate: schedule.changedAt / 1000,
  };
}

export function groupAnswer(group: ScheduleGroup): Record<string, unknown> {
  return {
    Arn: groupArn(group.name),
    Name: group.name,
    State: "ACTIVE",
    CreationDate: group.createdAt / 1000,
    LastModificationDate: group.createdAt / 1000,
  };
}

export function groupArn(name: string): string {
  return `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule-group/${name}`;
}
