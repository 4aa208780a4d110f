import { deadLetterQueueOf, type Resources } from "@celeriac/core";
import { toPolicyDocument } from "@celeriac/sst/access";
import { describe, expect, it } from "vitest";
import { app } from "../e2e/fixture/app.ts";
import { type Caller, statementsOf } from "./judge/callers.ts";
import { deniedRights, type Tempted } from "./judge/denied-rights.ts";
import { deployedApp } from "./judge/deployed-app.ts";
import { isAllowed } from "./judge/is-allowed.ts";

const ACCOUNT = "123456789012";
const names = [...app.queues.keys()].flatMap((queue) => [queue, deadLetterQueueOf(queue)]);
const resources: Resources = {
  app: app.name,
  region: "us-east-1",
  queues: Object.fromEntries(
    names.map((name) => {
      const url = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/e2e-test-${name}`;
      return [name, { url, arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:e2e-test-${name}` }];
    }),
  ),
  table: "e2e-test-tasks",
  bucket: "e2e-test-payloads",
  schedules: { group: "e2e-test", roleArn: `arn:aws:iam::${ACCOUNT}:role/e2e-test-scheduler` },
};
const deployed = deployedApp(resources);
const denied = deniedRights(deployed);

const callers: Readonly<Record<Exclude<Tempted, "nobody">, Caller>> = {
  producer: { role: "producer", queues: [] },
  operator: { role: "operator", queues: [] },
  "function of default": { role: "function", queues: ["default"] },
  worker: { role: "worker", queues: ["worker"] },
  scheduler: { role: "scheduler", queues: [] },
};

/** Would be allowed everything that is asked for here. */
const EVERYTHING = toPolicyDocument([{ sid: "All", actions: ["*"], resources: ["*"] }]);

describe.each(Object.keys(callers) as (keyof typeof callers)[])("a %s", (who) => {
  const policy = toPolicyDocument(statementsOf(callers[who], deployed));
  const rights = [...denied.nobody, ...denied[who]];

  it.each(rights)("may not $action on $resource", async (right) => {
    expect(await isAllowed([EVERYTHING], right)).toBe(true);
    expect(await isAllowed([policy], right)).toBe(false);
  });
});
