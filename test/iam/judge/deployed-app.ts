import { type Resources, type Topology, topology } from "@celeriac/core";
import type { Arns } from "@celeriac/sst/access";
import { app } from "../../e2e/fixture/app.ts";
import { keyedApp } from "../../e2e/fixture/keyed-app.ts";

/** An app as it was deployed for a test. */
export interface DeployedApp {
  readonly topology: Topology;
  readonly resources: Resources;
  readonly arns: Arns<string>;
}

const APPS = [app, keyedApp("lambda")];

/** @throws {Error} for an app that is none of the tests'. */
export function deployedApp(resources: Resources): DeployedApp {
  const deployed = APPS.find(({ name }) => name === resources.app);
  if (deployed === undefined) throw new Error(`no test has an app "${resources.app}"`);
  return { topology: topology(deployed), resources, arns: arnsOf(resources) };
}

/** The account that an app's resources are in. */
export function accountOf({ schedules }: Pick<Resources, "schedules">): string {
  return schedules.roleArn.split(":")[4] ?? "";
}

/** The ARN of something in the account and region of an app's resources. */
export function arnOf(resources: Resources, service: string, rest: string): string {
  return `arn:aws:${service}:${resources.region}:${accountOf(resources)}:${rest}`;
}

function arnsOf(resources: Resources): Arns<string> {
  const { group, roleArn } = resources.schedules;
  const queues = Object.entries(resources.queues).map(([name, { arn }]) => [name, arn] as const);
  return {
    queues: Object.fromEntries(queues),
    table: arnOf(resources, "dynamodb", `table/${resources.table}`),
    bucket: `arn:aws:s3:::${resources.bucket}`,
    bucketObjects: `arn:aws:s3:::${resources.bucket}/*`,
    scheduleGroup: arnOf(resources, "scheduler", `schedule-group/${group}`),
    schedules: arnOf(resources, "scheduler", `schedule/${group}/*`),
    schedulerRole: roleArn,
  };
}
