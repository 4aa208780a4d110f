import { defineApp, defineTask, fargate, lambda } from "celeriac";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedResource } from "./harness/created-resource.ts";
import { deploy, type Stage } from "./harness/deploy.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { type Deployed, linkOf, workerOf } from "./safety/deployed.ts";
import { rolePolicies } from "./safety/policies.ts";
import { rules } from "./safety/rules.ts";

type Arguments = ConstructorParameters<typeof import("celeriac/sst").Celeriac>[1];

const work = defineTask({ name: "work", run: () => undefined });
const app = defineApp({
  name: "shop",
  tasks: [work],
  queues: {
    default: lambda({ timeout: "10s", memory: "256 MB", maxConcurrency: 5 }),
    slow: lambda({ timeout: "60s", memory: "2 GB", window: "3s", maxConcurrency: 7 }),
    video: fargate({ spot: true, max: 4 }),
  },
});
const consumer = "examples/novel/src/lambda.handler";
const worker = { entry: "examples/novel/src/worker.ts" };

let server: SstServer;
beforeAll(async () => {
  server = await startSstServer();
});
afterAll(() => server.stop());

async function made(
  args: Partial<Arguments> = {},
  stage: Stage = {},
  more: (tasks: InstanceType<typeof import("celeriac/sst").Celeriac>) => void = () => undefined,
): Promise<Deployed> {
  const { resources } = await deploy(server, stage, async () => {
    const { Celeriac } = await import("celeriac/sst");
    more(new Celeriac("Tasks", { app, consumer, worker, ...args }));
  });
  return { app, resources, builds: [], retains: stage.removal === "retain" };
}

const named = (deployed: Deployed, name: string): CreatedResource | undefined =>
  deployed.resources.find((resource) => resource.name === name);
const ofType = (deployed: Deployed, end: string): readonly CreatedResource[] =>
  deployed.resources.filter(({ type }) => type.endsWith(end));
const problems = (deployed: Deployed): readonly string[] =>
  rules.flatMap((rule) => rule.problems(deployed));

describe("what can be chosen", () => {
  it("one function for all lambda queues", async () => {
    const deployed = await made({ consumer: { handler: consumer, shared: true } });
    const functions = ofType(deployed, ":Function").filter(({ type }) => type.startsWith("aws:"));
    expect(functions.map(({ inputs }) => [inputs["memorySize"], inputs["timeout"]])).toEqual([
      [2048, 60],
    ]);
    const visibility = ["TasksQueueDefaultQueue", "TasksQueueSlowQueue"].map(
      (name) => named(deployed, name)?.inputs["visibilityTimeoutSeconds"],
    );
    expect(visibility).toEqual([360, 363]);
    expect(ofType(deployed, ":EventSourceMapping")).toHaveLength(2);
  });

  it("a stage that keeps what holds tasks", async () => {
    expect(problems(await made({}, { stage: "production", removal: "retain" }))).toEqual([]);
  });

  it("a VPC of the user's own, without public addresses", async () => {
    const vpc = {
      id: "vpc-1",
      securityGroups: ["sg-1"],
      containerSubnets: ["subnet-1"],
      loadBalancerSubnets: ["subnet-1"],
    };
    const deployed = await made({ vpc });
    expect(ofType(deployed, "vpc:Vpc")).toEqual([]);
    expect(workerOf(deployed, "video")?.service?.inputs["networkConfiguration"]).toEqual({
      assignPublicIp: false,
      securityGroups: ["sg-1"],
      subnets: ["subnet-1"],
    });
    expect(problems(deployed)).toEqual([]);
  });

  it("no VPC: a network that costs nothing, with a way out and none in", async () => {
    const deployed = await made();
    const [group] = ofType(deployed, "ec2/securityGroup:SecurityGroup");
    expect(group?.inputs["ingress"]).toBeUndefined();
    expect(workerOf(deployed, "video")?.service?.inputs["networkConfiguration"]).toEqual({
      assignPublicIp: true,
      securityGroups: [group?.state["id"]],
      subnets: ["TasksNetworkSubnet1-id", "TasksNetworkSubnet2-id"],
    });
    const paid = /natGateway|privateDnsNamespace|eip:|loadBalancer/i;
    expect(deployed.resources.filter(({ type }) => paid.test(type))).toEqual([]);
  });

  it("an image that lies in a registry", async () => {
    const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/worker:7";
    const deployed = await made({ worker: { ...worker, image } });
    expect(workerOf(deployed, "video")?.container.image).toBe(image);
    const role = rolePolicies(deployed).find(({ role: { name } }) =>
      name.endsWith("ExecutionRole"),
    );
    expect(JSON.stringify(role?.statements)).toContain(":repository/team/worker");
  });

  it("build arguments and secrets of the image, beside the entry", async () => {
    const image = { args: { EXTERNAL: "sharp" }, secrets: { NPMRC: "token" } };
    const deployed = await made({ worker: { ...worker, image } });
    const [built] = ofType(deployed, "docker-build:index:Image");
    expect(built?.inputs["buildArgs"]).toEqual({ EXTERNAL: "sharp", ENTRY: worker.entry });
    expect(built?.inputs["secrets"]).toMatchObject({ NPMRC: "token" });
  });

  it("recovery of the table, no protection of it, and no dashboard", async () => {
    const deployed = await made(
      { table: { pointInTimeRecovery: true, deletionProtection: false }, dashboard: false },
      { removal: "retain" },
    );
    expect(named(deployed, "TasksTableTable")?.inputs).toMatchObject({
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: false,
    });
    expect(ofType(deployed, ":Dashboard")).toEqual([]);
  });

  it("any resource's arguments, over Celeriac's own", async () => {
    const deployed = await made({
      transform: {
        queue: { delaySeconds: 3 },
        eventSourceMapping: (args, options, name) => {
          args.tags = { name };
          options.protect = true;
          return undefined;
        },
        service: (args) => {
          args.enableExecuteCommand = true;
          return undefined;
        },
      },
    });
    expect(named(deployed, "TasksQueueSlowQueue")?.inputs["delaySeconds"]).toBe(3);
    expect(named(deployed, "TasksConsumerSlowMapping")?.inputs["tags"]).toEqual({
      name: "TasksConsumerSlowMapping",
    });
    expect(workerOf(deployed, "video")?.service?.inputs["enableExecuteCommand"]).toBe(true);
  });

  it("rights and environment of the handlers' own", async () => {
    const permissions = [{ actions: ["ses:SendEmail"], resources: ["arn:aws:ses:::identity/x"] }];
    const environment = { CURRENCY: "EUR" };
    const deployed = await made({
      consumer: { handler: consumer, permissions, environment },
      worker: { ...worker, permissions, environment },
    });
    const roles = rolePolicies(deployed).filter(({ statements }) =>
      JSON.stringify(statements).includes("ses:SendEmail"),
    );
    expect(roles.map(({ role }) => role.name)).toEqual(
      expect.arrayContaining(["TasksConsumerDefaultRole", "TasksWorkerVideoTaskRole"]),
    );
    expect(named(deployed, "TasksConsumerSlowFunction")?.inputs["environment"]).toMatchObject({
      variables: { CURRENCY: "EUR", CELERIAC_QUEUES: "slow" },
    });
    expect(workerOf(deployed, "video")?.container.environment).toContainEqual({
      name: "CURRENCY",
      value: "EUR",
    });
  });
});

describe("links", () => {
  it("an operator's link holds a producer's rights, and those on dead letters", async () => {
    const deployed = await made({}, {}, (tasks) => {
      new sst.aws.Function("Console", { handler: consumer, link: [tasks.operator] });
    });
    const role = named(deployed, "ConsoleRole")?.inputs["inlinePolicies"];
    const actions = JSON.stringify(role);
    for (const action of ["sqs:SendMessage", "sqs:StartMessageMoveTask", "dynamodb:Query"]) {
      expect(actions).toContain(action);
    }
  });

  it("two apps stand side by side", async () => {
    const other = defineApp({ name: "other", tasks: [work] });
    const deployed = await made({}, {}, () => {
      // Both in one stage: SST takes each component's name once.
    });
    const { resources } = await deploy(server, {}, async () => {
      const { Celeriac } = await import("celeriac/sst");
      new Celeriac("Tasks", { app, consumer, worker });
      new Celeriac("Others", { app: other, consumer });
    });
    expect(linkOf(deployed).resources.app).toBe("shop");
    expect(
      rules
        .filter(({ promise }) => promise.startsWith("no two"))
        .flatMap((rule) => rule.problems({ ...deployed, resources })),
    ).toEqual([]);
  });

  it("a handler may use what links the tasks", async () => {
    const { resources } = await deploy(server, {}, async () => {
      const { Celeriac } = await import("celeriac/sst");
      const bucket = new sst.aws.Bucket("Uploads");
      const tasks = new Celeriac("Tasks", {
        app,
        consumer: { handler: consumer, link: [bucket] },
        worker,
      });
      new sst.aws.Function("Api", { handler: consumer, link: [tasks, bucket] });
    });
    expect(resources.some(({ name }) => name === "ApiFunction")).toBe(true);
  });
});

describe("sst dev", () => {
  it("makes consumers live and runs workers on this machine, by the role they would have", async () => {
    const live = server.liveFunctions.length;
    const deployed = await made({}, { dev: true });
    expect(server.liveFunctions.slice(live).toSorted()).toEqual([
      "TasksConsumerDefault",
      "TasksConsumerSlow",
    ]);
    expect(ofType(deployed, "ecs/service:Service")).toEqual([]);
    const command = deployed.resources.find(({ type }) => type === "sst:sst:DevCommand");
    expect(command?.name).toBe("TasksWorkerVideoDev");
    expect(named(deployed, "TasksWorkerVideoTaskRole")).toBeDefined();
    expect(ofType(deployed, ":EventSourceMapping")).toHaveLength(2);
  });
});
