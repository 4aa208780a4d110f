import type { Resources } from "@celeriac/core";
import type { Statement } from "@celeriac/sst/access";
import type { RecordedCall } from "../recorder/recorded-call.ts";
import type { Recording } from "../recorder/recording.ts";
import { type Caller, callerOf, type Role, statementsOf } from "./callers.ts";
import { type DeployedApp, deployedApp } from "./deployed-app.ts";
import { type Right, requiredRights, rightsOfTarget } from "./required-rights.ts";

/** A right that a role needed, and what that role has. */
export interface Need {
  readonly role: Role;
  readonly right: Right;
  readonly statements: readonly Statement<string>[];
}

/** What a recording's calls needed, each need once; and those of resources that no deployment has. */
export function judgedCalls({ deployments, calls }: Recording): {
  readonly needs: readonly Need[];
  readonly strange: readonly RecordedCall[];
} {
  const apps = deployments.map(deployedApp);
  const needs = new Map<string, Need>();
  const strange: RecordedCall[] = [];
  for (const call of calls) {
    const app = apps.find(({ resources }) => isOf(call, resources));
    const caller = callerOf(call, app?.resources ?? NOWHERE);
    const needed =
      app === undefined ? [] : [...needsOf(call, caller, app), ...laterNeeds(call, app)];
    for (const need of needed) needs.set(keyOf(need), need);
    if (app === undefined && caller !== undefined) strange.push(call);
  }
  return { needs: [...needs.values()], strange };
}

/** What a call takes of whoever makes it. */
function needsOf(
  call: RecordedCall,
  caller: Caller | undefined,
  app: DeployedApp,
): readonly Need[] {
  if (caller === undefined) return [];
  const statements = statementsOf(caller, app);
  return requiredRights(call).map((right) => ({ role: caller.role, right, statements }));
}

/** What a schedule takes of its own role once it fires, whoever made it. */
function laterNeeds(call: RecordedCall, app: DeployedApp): readonly Need[] {
  if (call.service !== "scheduler" || call.target === undefined) return [];
  const statements = statementsOf({ role: "scheduler", queues: [] }, app);
  return rightsOfTarget(call.target).map((right) => ({ role: "scheduler", right, statements }));
}

const NOWHERE = { queues: {} } as Resources;

function isOf(call: RecordedCall, resources: Resources): boolean {
  switch (call.service) {
    case "sqs":
      return Object.values(resources.queues).some(
        ({ url, arn }) => url === call.queueUrl || arn === call.sourceArn,
      );
    case "dynamodb":
      return call.table === resources.table;
    case "s3":
      return call.bucket === resources.bucket;
    case "scheduler":
      return call.group === resources.schedules.group;
  }
}

function keyOf({ role, right, statements }: Need): string {
  return JSON.stringify([role, right, statements[0]?.resources]);
}
