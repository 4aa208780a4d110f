import type { Resources } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "../e2e/fixture/app.ts";
import { type Caller, statementsOf } from "../iam/judge/callers.ts";
import { deniedRights } from "../iam/judge/denied-rights.ts";
import { type DeployedApp, deployedApp } from "../iam/judge/deployed-app.ts";
import { isAllowed } from "../iam/judge/is-allowed.ts";
import type { CreatedResource } from "./harness/created-resource.ts";
import { deploy } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { linkOf } from "./safety/deployed.ts";

const consumer = "test/e2e/fixture/lambda.handler";
const worker = { entry: "test/e2e/fixture/worker.ts" };

let server: SstServer;
let resources: readonly CreatedResource[];
let deployed: DeployedApp;
beforeAll(async () => {
  server = await startSstServer();
  ({ resources } = await deploy(server, {}, async () => {
    const { Celeriac } = await import("celeriac/sst");
    const tasks = new Celeriac("Tasks", { app, consumer, worker });
    new sst.aws.Function("Api", { handler: consumer, link: [tasks] });
    new sst.aws.Function("Console", { handler: consumer, link: [tasks.operator] });
  }));
  const link = linkOf({ app, resources, builds: [], retains: false });
  deployed = deployedApp(link.resources as unknown as Resources);
});
afterAll(() => server.stop());

interface Policy {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** The policies of a role, as SST's components have made them. */
function policiesOf(role: string): readonly Policy[] {
  const found = resources.find(({ type, name }) => type === "aws:iam/role:Role" && name === role);
  const inline = (found?.inputs["inlinePolicies"] ?? []) as readonly { readonly policy: string }[];
  return inline.map(({ policy }) => JSON.parse(policy) as Policy);
}

/** Every right as `action resource`. */
function rightsOf(policies: readonly Policy[]): ReadonlySet<string> {
  const rights = policies
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((each) => `${action} ${each}`)),
    );
  return new Set(rights);
}

/** What callers may do, in the same form. */
function rightsOfCallers(callers: readonly Caller[]): ReadonlySet<string> {
  const rights = callers
    .flatMap((caller) => statementsOf(caller, deployed))
    .flatMap(({ actions, resources: on }) =>
      actions.flatMap((action) => on.map((resource) => `${action} ${resource}`)),
    );
  return new Set(rights);
}

const producer: Caller = { role: "producer", queues: [] };
const operator: Caller = { role: "operator", queues: [] };
const scheduler: Caller = { role: "scheduler", queues: [] };
const functionOf = (queue: string): Caller => ({ role: "function", queues: [queue] });
const workerOf = (queue: string): Caller => ({ role: "worker", queues: [queue] });

/** What the component grants besides the calls that Celeriac makes: its own log group, and its own ECS tasks. */
const HOSTS_OWN =
  /^(?:logs:(?:CreateLogStream|PutLogEvents)|ecs:UpdateTaskProtection) arn:aws:\S+$/;

describe.each([
  ["ApiRole", [producer]],
  ["ConsoleRole", [producer, operator]],
  ["TasksConsumerDefaultRole", [functionOf("default")]],
  ["TasksConsumerFragileRole", [functionOf("fragile")]],
  ["TasksWorkerWorkerTaskRole", [workerOf("worker")]],
  ["TasksSchedulerRole", [scheduler]],
])("%s, as it is deployed", (role, callers) => {
  it("has the rights that every recorded call was judged by, and no others", () => {
    const actual = rightsOf(policiesOf(role));
    const expected = rightsOfCallers(callers);
    const without = (rights: ReadonlySet<string>): ReadonlySet<string> =>
      new Set([...rights].filter((right) => !HOSTS_OWN.test(right)));
    expect(expected.size).toBeGreaterThan(0);
    expect(without(actual)).toEqual(without(expected));
  });

  it("is refused what nobody may do", async () => {
    const policies = policiesOf(role);
    const rights = deniedRights(deployed);
    const own = {
      ApiRole: rights.producer,
      ConsoleRole: [],
      TasksConsumerDefaultRole: rights["function of default"],
      TasksConsumerFragileRole: [],
      TasksWorkerWorkerTaskRole: rights.worker,
      TasksSchedulerRole: rights.scheduler,
    }[role];
    const allowed: string[] = [];
    for (const right of [...rights.nobody, ...(own ?? [])]) {
      if (await isAllowed(policies, right)) allowed.push(`${right.action} on ${right.resource}`);
    }
    expect(allowed).toEqual([]);
  });
});
