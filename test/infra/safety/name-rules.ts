import type { CreatedResource } from "../harness/created-resource.ts";
import type { Rule } from "./deployed.ts";

interface Syntax {
  readonly field: string;
  readonly pattern: RegExp;
}

/** What AWS takes as a name (the Create call of each service, API references). */
const SYNTAX: Readonly<Record<string, Syntax>> = {
  "aws:sqs/queue:Queue": { field: "name", pattern: /^[\w-]{1,80}$/ },
  "aws:dynamodb/table:Table": { field: "name", pattern: /^[\w.-]{3,255}$/ },
  "aws:s3/bucket:Bucket": { field: "bucket", pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/ },
  "aws:iam/role:Role": { field: "name", pattern: /^[\w+=,.@-]{1,64}$/ },
  "aws:lambda/function:Function": { field: "name", pattern: /^[\w-]{1,64}$/ },
  "aws:scheduler/scheduleGroup:ScheduleGroup": { field: "name", pattern: /^[\w.-]{1,64}$/ },
  "aws:scheduler/schedule:Schedule": { field: "name", pattern: /^[\w.-]{1,64}$/ },
  "aws:ecs/cluster:Cluster": { field: "name", pattern: /^[\w-]{1,255}$/ },
  "aws:ecs/service:Service": { field: "name", pattern: /^[\w-]{1,255}$/ },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { field: "name", pattern: /^[\u0020-\uFFFF]{1,255}$/ },
  "aws:cloudwatch/dashboard:Dashboard": { field: "dashboardName", pattern: /^[\w-]{1,255}$/ },
  "aws:cloudwatch/logGroup:LogGroup": { field: "name", pattern: /^[\w./#-]{1,512}$/ },
};

/** IAM: "names are not distinguished by case" (CreateRole, RoleName). */
const CASELESS: readonly string[] = ["aws:iam/role:Role"];

function nameOf({ type, inputs }: CreatedResource): string | undefined {
  const name = inputs[SYNTAX[type]?.field ?? ""];
  return typeof name === "string" ? name : undefined;
}

export const nameRules: readonly Rule[] = [
  {
    promise: "names are such as AWS takes",
    problems: ({ resources }) =>
      resources.flatMap((resource) => {
        const name = nameOf(resource);
        const legal = name === undefined || SYNTAX[resource.type]?.pattern.test(name);
        return legal ? [] : [`${resource.type} ${resource.name}: ${name}`];
      }),
  },
  {
    promise:
      "no two resources of a kind share a name; where AWS or SST ignores case, not even by case",
    problems: ({ resources }) => {
      const seen = new Set<string>();
      return resources.flatMap((resource) => {
        const keys = [`logical ${resource.name.toLowerCase()}`];
        const name = nameOf(resource);
        if (name !== undefined) {
          keys.push(`physical ${CASELESS.includes(resource.type) ? name.toLowerCase() : name}`);
        }
        return keys.flatMap((key) => {
          const full = `${resource.type} ${key}`;
          if (seen.has(full)) return [full];
          seen.add(full);
          return [];
        });
      });
    },
  },
];
