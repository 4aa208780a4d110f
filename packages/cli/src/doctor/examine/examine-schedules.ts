import type { Case } from "../case.ts";
import { ROLE_CHECKS, ROLE_MISSING } from "../checks/role-checks.ts";
import {
  SCHEDULE_CHECKS,
  SCHEDULE_GROUP_MISSING,
  SCHEDULE_MISSING,
  type ScheduleSite,
} from "../checks/schedule-checks.ts";
import type { Examination } from "../examination.ts";
import { partitionOf } from "./partition.ts";

/** The group of schedules, the role they send with, and the recurring ones. */
export function examineSchedules(examination: Examination, subject: Case): void {
  const { topology, resources, deployment } = subject;
  const { group, roleArn } = resources.schedules;
  examination.judgeReading(deployment.scheduleGroup, {
    subject: { kind: "schedule group", name: group, location: group },
    absence: SCHEDULE_GROUP_MISSING,
    checks: [],
    dataOf: (name) => name,
  });
  examination.judgeReading(deployment.schedulerRole, {
    subject: { kind: "scheduler role", name: roleArn, location: roleArn },
    absence: ROLE_MISSING,
    checks: ROLE_CHECKS,
    dataOf: (role) => role,
  });
  for (const schedule of topology.schedules) {
    const queue = topology.queues.find(({ name }) => name === schedule.queue);
    const site: ScheduleSite = {
      schedule,
      group: resources.schedules,
      queue: resources.queues[schedule.queue],
      deadLetters: resources.queues[queue?.deadLetterQueue ?? ""],
      partition: partitionOf(resources),
    };
    examination.judgeReading(deployment.schedules[schedule.name] ?? { kind: "missing" }, {
      subject: { kind: "schedule", name: schedule.name, location: `${group}/${schedule.name}` },
      absence: SCHEDULE_MISSING,
      checks: SCHEDULE_CHECKS,
      dataOf: (deployed) => ({ ...site, deployed }),
    });
  }
}
