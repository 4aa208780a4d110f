import { GetScheduleCommand, GetScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import { type DeployedSchedule, type Reading, show } from "@celeriac/core";
import type { Inspection } from "./inspection.ts";

/** Reads the name of the group. */
export async function readScheduleGroup({
  clients,
  resources,
  read,
}: Inspection): Promise<Reading<string>> {
  const Name = resources.schedules.group;
  const resource = `schedule group ${show(Name)}`;
  return read({ action: "scheduler:GetScheduleGroup", resource }, async () => {
    const answer = await clients.scheduler.send(new GetScheduleGroupCommand({ Name }));
    return answer.Name ?? Name;
  });
}

/** Reads one recurring schedule of the group. */
export async function readSchedule(
  { clients, resources, read }: Inspection,
  name: string,
): Promise<Reading<DeployedSchedule>> {
  const GroupName = resources.schedules.group;
  const resource = `schedule ${show(name)} of group ${show(GroupName)}`;
  return read({ action: "scheduler:GetSchedule", resource }, async () => {
    const command = new GetScheduleCommand({ Name: name, GroupName });
    const { Target, FlexibleTimeWindow, ...schedule } = await clients.scheduler.send(command);
    return {
      expression: schedule.ScheduleExpression ?? "",
      timezone: schedule.ScheduleExpressionTimezone ?? "UTC",
      enabled: schedule.State === "ENABLED",
      flexibleWindowMinutes:
        FlexibleTimeWindow?.Mode === "FLEXIBLE"
          ? FlexibleTimeWindow.MaximumWindowInMinutes
          : undefined,
      targetArn: Target?.Arn ?? "",
      roleArn: Target?.RoleArn ?? "",
      input: Target?.Input ?? "",
      deadLetterArn: Target?.DeadLetterConfig?.Arn,
    };
  });
}
