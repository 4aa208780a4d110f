import { type Resources, type Topology, topology } from "@celeriac/core";
import type { Arns } from "@celeriac/sst/access";
import { app } from "../../e2e/fixture/app.ts";
import { keyedApp } from "../../e2e/fixture/keyed-app.ts";

/** The account that emulators stand for. */
export const ACCOUNT = "000000000000";

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

/** The ARN of a resource in the emulators' account and region. */
export function arnOf(
  { region }: Pick<Resources, "region">,
  service: string,
  rest: string,
): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
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
