import type { DeployedRole } from "@celeriac/core";
import { trusts } from "../access-policy.ts";
import type { Check } from "../check.ts";
import { DEPLOY } from "../fix.ts";

const SCHEDULER = "scheduler.amazonaws.com";

export const ROLE_MISSING: Check<undefined> = {
  id: "scheduler-role-missing",
  severity: "missing",
  title: "the role that schedules send with does not exist",
  why: "tasks with an eta of more than 15 minutes are refused, and no schedule can send",
  judge: () => ({ found: "no role", expected: "the role of the resources", fix: DEPLOY }),
};

export const ROLE_CHECKS: readonly Check<DeployedRole>[] = [
  {
    id: "scheduler-role-trust",
    severity: "unsafe",
    title: "EventBridge Scheduler may not take the role that schedules send with",
    why: "no schedule can send: tasks with a far eta stay unsent, and nobody is told",
    judge: ({ trustPolicy }) =>
      trusts(trustPolicy, SCHEDULER)
        ? undefined
        : {
            found: `a trust policy without ${SCHEDULER}`,
            expected: `sts:AssumeRole allowed to ${SCHEDULER}`,
            fix: DEPLOY,
          },
  },
];
