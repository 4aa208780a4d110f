import { defineApp, fargate, lambda, type Topology, topology } from "@celeriac/core";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, it } from "vitest";
import type { Arns } from "./arns.ts";
import { consumerStatements } from "./consumer-statements.ts";
import { mergeStatements } from "./merge-statements.ts";
import { operatorStatements } from "./operator-statements.ts";
import { toPolicyDocument } from "./policy-document.ts";
import { producerStatements } from "./producer-statements.ts";
import { schedulerStatements } from "./scheduler-statements.ts";
import type { Statement } from "./statement.ts";
import { workerHostStatements } from "./worker-host-statements.ts";

const ACCOUNT = "123456789012";
const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;
const queue = (name: string): string => arn("sqs", name);

const shop = topology(
  defineApp({
    name: "shop",
    tasks: [],
    queues: { quick: lambda(), slow: lambda(), video: fargate() },
  }),
);

function arnsOf({ queues }: Topology): Arns<string> {
  const names = queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
  return {
    queues: Object.fromEntries(names.map((name) => [name, queue(name)])),
    table: arn("dynamodb", "table/tasks"),
    bucket: "arn:aws:s3:::payloads",
    bucketObjects: "arn:aws:s3:::payloads/*",
    scheduleGroup: arn("scheduler", "schedule-group/etas"),
    schedules: arn("scheduler", "schedule/etas/*"),
    schedulerRole: `arn:aws:iam::${ACCOUNT}:role/scheduler`,
  };
}

const arns = arnsOf(shop);
const roles = {
  producer: producerStatements(shop, arns),
  quick: consumerStatements(shop, ["quick"], arns),
  shared: consumerStatements(shop, ["quick", "slow"], arns),
  video: consumerStatements(shop, ["video"], arns),
  operator: operatorStatements(shop, arns),
  scheduler: schedulerStatements(shop, arns),
  host: workerHostStatements(arn("ecs", "task/cluster/*")),
} as const;
type Role = keyof typeof roles;

/** Every right as `action resource`. */
function rightsOf(statements: readonly Statement<string>[]): readonly string[] {
  return statements
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`)),
    )
    .toSorted();
}

const on = (role: Role, resource: string): readonly string[] =>
  rightsOf(roles[role])
    .filter((right) => right.endsWith(` ${resource}`))
    .map((right) => right.split(" ")[0] ?? "");

describe("who enqueues", () => {
  it("sends to the app's queues, and has no right on a dead-letter queue", () => {
    for (const name of ["quick", "slow", "video"]) {
      expect(on("producer", queue(name))).toEqual(["sqs:SendMessage"]);
      expect(on("producer", queue(`${name}-dlq`))).toEqual([]);
    }
  });

  it("reads and changes records, but removes none", () => {
    expect(on("producer", arns.table)).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:PartiQLInsert",
      "dynamodb:PartiQLUpdate",
      "dynamodb:Query",
    ]);
  });

  it("hands the schedules' role to EventBridge Scheduler and to nobody else", () => {
    const passing = roles.producer.filter(({ actions }) => actions.includes("iam:PassRole"));
    expect(passing).toEqual([
      {
        sid: "EtasAreSent",
        actions: ["iam:PassRole"],
        resources: [arns.schedulerRole],
        conditions: [
          {
            test: "StringEquals",
            variable: "iam:PassedToService",
            values: ["scheduler.amazonaws.com"],
          },
        ],
      },
    ]);
  });
});

describe("a consumer", () => {
  it("receives from its queues alone, and sends to all queues and to its own dead-letter queues", () => {
    const consumed = ["ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage", "SendMessage"];
    expect(on("video", queue("video"))).toEqual(consumed.map((action) => `sqs:${action}`));
    for (const other of ["quick", "slow", "video-dlq"]) {
      expect(on("video", queue(other))).toEqual(["sqs:SendMessage"]);
    }
    for (const other of ["quick-dlq", "slow-dlq"]) expect(on("video", queue(other))).toEqual([]);
  });

  it("that is a function is asked for its queue's attributes by the event source mapping", () => {
    expect(on("quick", queue("quick"))).toContain("sqs:GetQueueAttributes");
    expect(on("quick", queue("slow"))).toEqual(["sqs:SendMessage"]);
    for (const name of ["quick", "slow"]) {
      expect(on("shared", queue(name))).toContain("sqs:ReceiveMessage");
    }
  });

  it("of a queue that is not the app's, or of none, is an error", () => {
    expect(() => consumerStatements(shop, ["nobody"], arns)).toThrow(
      'app "shop" has no queue "nobody" to consume: expected one of quick, slow, video',
    );
    expect(() => consumerStatements(shop, [], arns)).toThrow("a consumer of app");
  });
});

describe("whoever tends the dead letters", () => {
  it("receives and moves them, and only sends to the app's queues", () => {
    expect(on("operator", queue("quick"))).toEqual(["sqs:SendMessage"]);
    expect(on("operator", queue("quick-dlq"))).toEqual(
      [
        ...["CancelMessageMoveTask", "ChangeMessageVisibility", "DeleteMessage"],
        ...["GetQueueAttributes", "ListMessageMoveTasks", "ReceiveMessage", "StartMessageMoveTask"],
      ].map((action) => `sqs:${action}`),
    );
  });

  it("reads records and changes none", () => {
    expect(on("operator", arns.table)).toEqual(["dynamodb:BatchGetItem"]);
  });
});

it("EventBridge Scheduler's role sends to the queues and their dead-letter queues, and does nothing else", () => {
  const names = ["quick", "slow", "video"].flatMap((name) => [name, `${name}-dlq`]);
  expect(rightsOf(roles.scheduler)).toEqual(
    names.map((name) => `sqs:SendMessage ${queue(name)}`).toSorted(),
  );
});

describe.each(Object.keys(roles) as Role[])("the policy of %s", (role) => {
  it("names no action and no resource by a wildcard, but all objects and schedules of its own", () => {
    const wildcards = rightsOf(roles[role])
      .flatMap((right) => right.split(" "))
      .filter((part) => /[*?]/.test(part));
    const allowed = [arns.bucketObjects, arns.schedules, arn("ecs", "task/cluster/*")];
    expect(wildcards.filter((part) => !allowed.includes(part))).toEqual([]);
  });

  it("has only actions that there are, on resources that they have", async () => {
    const policy = toPolicyDocument(roles[role]);
    for (const { actions, resources, conditions = [] } of roles[role]) {
      for (const action of actions) {
        for (const resource of resources) {
          const contextVariables = Object.fromEntries(
            conditions.map(({ variable, values }) => [variable, values[0] ?? ""]),
          );
          const answer = await runSimulation(
            {
              identityPolicies: [{ name: role, policy }],
              serviceControlPolicies: [],
              resourceControlPolicies: [],
              request: {
                principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
                action,
                // One of those that a wildcard stands for.
                resource: { resource: resource.replace("*", "one"), accountId: ACCOUNT },
                contextVariables,
              },
            },
            {},
          );
          expect(answer, `${action} on ${resource}`).toMatchObject({
            resultType: "single",
            overallResult: "Allowed",
          });
        }
      }
    }
  });

  it("has Sids as IAM takes them, each once", () => {
    const sids = roles[role].map(({ sid }) => sid);
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    expect(new Set(sids).size).toBe(sids.length);
  });
});

describe("rights of several roles in one policy", () => {
  const both = [...roles.producer, ...roles.operator];

  it("are the same rights, and each resource is named once", () => {
    const merged = mergeStatements(both);
    expect(rightsOf(merged)).toEqual([...new Set(rightsOf(both))]);
    const resources = merged.flatMap((statement) => statement.resources);
    expect(new Set(resources).size).toBe(resources.length);
    expect(merged.filter(({ conditions }) => conditions !== undefined)).toHaveLength(1);
    expect(merged.length).toBeLessThan(both.length);
  });

  it("keep resources apart that are not known yet", () => {
    const unknown = (name: string): object => ({ name });
    const [a, b] = [unknown("a"), unknown("a")];
    const merged = mergeStatements([
      { sid: "One", actions: ["sqs:SendMessage"], resources: [a, b] },
      { sid: "Two", actions: ["sqs:ReceiveMessage"], resources: [a] },
    ]);
    expect(merged).toEqual([
      { sid: "OneTwo", actions: ["sqs:SendMessage", "sqs:ReceiveMessage"], resources: [a] },
      { sid: "One", actions: ["sqs:SendMessage"], resources: [b] },
    ]);
    expect(merged[0]?.resources[0]).toBe(a);
  });
});

it("a queue without an ARN is an error that names it", () => {
  const { "quick-dlq": _missing, ...queues } = arns.queues;
  expect(() => schedulerStatements(shop, { queues })).toThrow(
    'there is no ARN of queue "quick-dlq", only of quick, slow, slow-dlq, video, video-dlq',
  );
});

it("an app without a queue has no statement without a resource", () => {
  const empty = topology(defineApp({ name: "empty", tasks: [], queues: {} }));
  const none = arnsOf(empty);
  const statements = [
    ...producerStatements(empty, none),
    ...operatorStatements(empty, none),
    ...schedulerStatements(empty, none),
  ];
  expect(statements.filter(({ resources }) => resources.length === 0)).toEqual([]);
});
