import type { Arns } from "./arns.ts";
import type { Statement } from "./statement.ts";

/** The service that sends what is scheduled. */
export const SCHEDULER_SERVICE = "scheduler.amazonaws.com";

/**
 * Rights to make and remove the one-shot schedules of etas far ahead, and to hand them the role they send with: that
 * role and no other, to EventBridge Scheduler and nobody else.
 */
export function etaStatements<Arn>(arns: Arns<Arn>): readonly Statement<Arn>[] {
  return [
    {
      sid: "Etas",
      actions: ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"],
      resources: [arns.schedules],
    },
    {
      sid: "EtasAreSent",
      actions: ["iam:PassRole"],
      resources: [arns.schedulerRole],
      conditions: [
        { test: "StringEquals", variable: "iam:PassedToService", values: [SCHEDULER_SERVICE] },
      ],
    },
  ];
}
