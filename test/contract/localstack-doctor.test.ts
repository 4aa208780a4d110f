import { readFileSync } from "node:fs";
import { createDeploymentReader } from "@celeriac/aws";
import { deadLetterQueueOf, type Resources } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runDoctor } from "../cli/run-doctor.ts";
import { type AwsCall, awsCall } from "./aws-call.ts";
import {
  type DoctorDeployment,
  deployByHand,
  restingShop,
  shop,
  TRUST,
  tlsOnly,
} from "./doctor-deployment.ts";
import {
  CHANGED_WHILE_DISABLED,
  FAILS_THOUGH_DONE,
  NOT_ON_LOCALSTACK,
} from "./doctor-differences.ts";
import { endpointOf } from "./emulator-ports.ts";

let deployment: DoctorDeployment;
beforeAll(async () => {
  deployment = await deployByHand(endpointOf("localstack"));
});
afterAll(() => deployment[Symbol.asyncDispose]());

interface Report {
  readonly findings: readonly {
    readonly id: string;
    readonly fix: { readonly call?: AwsCall; readonly command?: string };
  }[];
  readonly notChecked: readonly { readonly checks: readonly string[] }[];
}

/** Runs the command as a user does, with the resources on its standard input. */
async function doctor(
  change: Partial<Resources> = {},
  app = shop,
): Promise<Report & { exitCode: number }> {
  const endpoint = endpointOf("localstack");
  const run = await runDoctor(["--resources", "-", "--json"], {
    app,
    input: JSON.stringify({ ...deployment.resources, ...change }),
    findResources: () => deployment.resources,
    deployments: createDeploymentReader({ endpoints: { lambda: endpoint, iam: endpoint } }),
  });
  return { ...(JSON.parse(run.out) as Report), exitCode: run.exitCode };
}

async function findings(change: Partial<Resources> = {}): Promise<readonly string[]> {
  return (await doctor(change)).findings.map(({ id }) => id);
}

/** Makes one fault; what it answers takes it away again, where the fix is no call of AWS. */
type Plant = () => Promise<(() => Promise<void>) | undefined>;

const queueOf = (name: string) => {
  const location = deployment.resources.queues[name];
  if (location === undefined) throw new Error(`there is no queue ${name}`);
  return location;
};
const attributes =
  (name: string, Attributes: Readonly<Record<string, string>>): Plant =>
  async () => {
    await deployment.call("sqs", "SetQueueAttributes", { QueueUrl: queueOf(name).url, Attributes });
    return undefined;
  };
const redrive =
  (target: string, maxReceiveCount: number): Plant =>
  async () => {
    const deadLetterTargetArn = queueOf(target).arn;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    return await attributes("default", { RedrivePolicy })();
  };
const calling =
  (service: string, operation: string, input: () => object): Plant =>
  async () => {
    await deployment.call(service, operation, input());
    return undefined;
  };
/** On a mapping that is disabled, which differs as well: see CHANGED_WHILE_DISABLED. */
const mapping =
  (fault: object): Plant =>
  async () => {
    await deployment.consume({ mapping: { Enabled: false, ...fault } });
    return undefined;
  };
const ofFunction = (operation: string, change: object): Plant =>
  calling("lambda", operation, () => ({ FunctionName: deployment.functionName(), ...change }));
const madeWith =
  (fault: object): Plant =>
  async () => {
    await deployment.consume({ function: fault });
    return undefined;
  };
const schedule =
  (change: (made: Schedule) => object): Plant =>
  async () => {
    const place = { Name: "nightly", GroupName: deployment.resources.schedules.group };
    const made = (await deployment.call("scheduler", "GetSchedule", place)) as unknown as Schedule;
    const { ScheduleExpression, ScheduleExpressionTimezone, State, ...others } = made;
    const { FlexibleTimeWindow, Target } = others;
    const when = { ScheduleExpression, ScheduleExpressionTimezone, State, FlexibleTimeWindow };
    const kept = { ...when, Target };
    await deployment.call("scheduler", "UpdateSchedule", { ...place, ...kept, ...change(made) });
    return undefined;
  };
const lifecycle = (...rules: readonly object[]): Plant =>
  calling("s3", "PutBucketLifecycleConfiguration", () => ({
    Bucket: deployment.resources.bucket,
    LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: "Enabled", ...rule })) },
  }));
const everyObject = (Days: number) => ({ ID: "all", Filter: { Prefix: "" }, Expiration: { Days } });

interface Schedule {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly State: string;
  readonly FlexibleTimeWindow: object;
  readonly Target: { readonly Input: string };
}

/** A fault by what LocalStack holds. */
const FAULTS: Readonly<Record<string, Plant>> = {
  "queue-visibility-under-timeout": attributes("default", { VisibilityTimeout: "59" }),
  "queue-visibility-short": attributes("default", { VisibilityTimeout: "359" }),
  "queue-visibility-long": attributes("video", { VisibilityTimeout: "31" }),
  "queue-retention-short": attributes("default", { MessageRetentionPeriod: "3600" }),
  "queue-retention-long": attributes("video", { MessageRetentionPeriod: "1209600" }),
  "queue-redrive-missing": attributes("default", { RedrivePolicy: "" }),
  "queue-redrive-elsewhere": redrive(deadLetterQueueOf("video"), 50),
  "queue-receives-few": redrive(deadLetterQueueOf("default"), 5),
  "queue-receives-many": redrive(deadLetterQueueOf("default"), 1000),
  "queue-delay": attributes("default", { DelaySeconds: "1" }),
  "queue-unencrypted": attributes(deadLetterQueueOf("default"), { SqsManagedSseEnabled: "false" }),
  "queue-plain-http": attributes("default", { Policy: "" }),
  "queue-public": async () => {
    const { arn } = queueOf("video");
    const { Version, Statement } = JSON.parse(tlsOnly("sqs", [arn])) as {
      readonly Version: string;
      readonly Statement: readonly object[];
    };
    const open = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
    const Policy = JSON.stringify({ Version, Statement: [...Statement, open] });
    return await attributes("video", { Policy })();
  },
  "queue-message-size": attributes("default", { MaximumMessageSize: "262144" }),
  "dead-letter-retention-short": attributes(deadLetterQueueOf("default"), {
    MessageRetentionPeriod: "345600",
  }),
  "dead-letter-redrive-open": attributes(deadLetterQueueOf("video"), { RedriveAllowPolicy: "" }),
  "consumer-missing": async () => {
    await deployment.unmap("default");
    return () => deployment.map("default", deployment.functionName());
  },
  "consumer-twice": async () => {
    await deployment.map("default", await deployment.createFunction());
    return async () => {
      await deployment.unmap("default");
      await deployment.map("default", deployment.functionName());
    };
  },
  "consumer-unexpected": async () => {
    await deployment.map("video", deployment.functionName());
    return undefined;
  },
  "mapping-disabled": mapping({}),
  "mapping-whole-batches": mapping({ FunctionResponseTypes: [] }),
  "mapping-filters": mapping({ FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] } }),
  "mapping-batch-size": mapping({ BatchSize: 1 }),
  "mapping-batch-window": mapping({ MaximumBatchingWindowInSeconds: 2 }),
  "mapping-concurrency": mapping({ ScalingConfig: { MaximumConcurrency: 3 } }),
  "dead-letter-consumed": async () => {
    await deployment.map(deadLetterQueueOf("default"), deployment.functionName());
    return undefined;
  },
  "function-timeout": madeWith({ Timeout: 30 }),
  "function-memory": madeWith({ MemorySize: 128 }),
  "function-reserved-low": ofFunction("PutFunctionConcurrency", {
    ReservedConcurrentExecutions: 3,
  }),
  "function-reserved-concurrency": ofFunction("DeleteFunctionConcurrency", {}),
  "function-recursion": ofFunction("PutFunctionRecursionConfig", { RecursiveLoop: "Terminate" }),
  "table-billing": calling("dynamodb", "UpdateTable", () => ({
    TableName: deployment.resources.table,
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
  })),
  "table-ttl": calling("dynamodb", "UpdateTimeToLive", () => ({
    TableName: deployment.resources.table,
    TimeToLiveSpecification: { AttributeName: "ttl", Enabled: false },
  })),
  "bucket-expiration-short": lifecycle(everyObject(7)),
  "bucket-expiration-missing": lifecycle({ ...everyObject(60), Filter: { Prefix: "old/" } }),
  "bucket-expiration-long": lifecycle(everyObject(61)),
  "bucket-public": calling("s3", "DeletePublicAccessBlock", () => ({
    Bucket: deployment.resources.bucket,
  })),
  "bucket-plain-http": calling("s3", "DeleteBucketPolicy", () => ({
    Bucket: deployment.resources.bucket,
  })),
  "scheduler-role-trust": async () => {
    const { roleArn } = deployment.resources.schedules;
    const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const trust = (PolicyDocument: string) =>
      deployment.call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
    await trust(TRUST.replace("scheduler.", "lambda."));
    return async () => void (await trust(TRUST));
  },
  "schedule-disabled": schedule(() => ({ State: "DISABLED" })),
  "schedule-expression": schedule(() => ({ ScheduleExpression: "rate(1 day)" })),
  "schedule-timezone": schedule(() => ({ ScheduleExpressionTimezone: "UTC" })),
  "schedule-window": schedule(() => ({
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 },
  })),
  "schedule-target": schedule(({ Target }) => ({
    Target: { ...Target, Arn: queueOf("video").arn },
  })),
  "schedule-message": schedule(({ Target }) => ({
    Target: {
      ...Target,
      Input: JSON.stringify({ ...JSON.parse(Target.Input), MessageBody: "{}" }),
    },
  })),
  "schedule-dead-letters": schedule(({ Target }) => ({
    Target: { ...Target, DeadLetterConfig: { Arn: queueOf("video").arn } },
  })),
};

/** A fault by resources that are not there, or that are other ones. */
const ELSEWHERE: Readonly<Record<string, () => Promise<Partial<Resources>> | Partial<Resources>>> =
  {
    "queue-missing": () => withQueue("video", (url) => `${url}-gone`),
    "dead-letter-queue-missing": () =>
      withQueue(deadLetterQueueOf("video"), (url) => `${url}-gone`),
    "queue-orphaned": () => ({
      queues: { ...deployment.resources.queues, old: queueOf("video") },
    }),
    "table-missing": () => ({ table: "gone" }),
    "table-keys": async () => {
      const TableName = `${deployment.resources.table}-other`;
      await deployment.call("dynamodb", "CreateTable", {
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      });
      await deployment.call("dynamodb", "UpdateTimeToLive", {
        TableName,
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      });
      return { table: TableName };
    },
    "bucket-missing": () => ({ bucket: "celeriac-gone" }),
  };

function withQueue(name: string, change: (url: string) => string): Partial<Resources> {
  const location = queueOf(name);
  const { queues } = deployment.resources;
  return { queues: { ...queues, [name]: { ...location, url: change(location.url) } } };
}

describe("celeriac doctor on LocalStack", () => {
  it("finds nothing in what was provisioned as the topology says", async () => {
    const { findings: found, notChecked, exitCode } = await doctor();
    expect({ found, exitCode }).toEqual({ found: [], exitCode: 0 });
    const workers = Object.keys(NOT_ON_LOCALSTACK).filter((id) => id.startsWith("worker-"));
    expect(notChecked.flatMap(({ checks }) => checks)).toEqual(workers);
  });
});

describe("each fault that is planted on LocalStack", () => {
  it.each(Object.entries(FAULTS))(
    "%s is found, alone, and gone after its fix",
    async (id, plant) => {
      const restore = await plant();
      const { findings: found, exitCode } = await doctor();
      const calls = found.flatMap(({ fix }) => fix.call ?? []).toReversed();
      const outcomes: string[] = [];
      // The deployment is put right before anything is expected of it: a fault is no other test's.
      for (const call of calls) {
        const [fixed] = await Promise.allSettled([awsCall(endpointOf("localstack"), call)]);
        outcomes.push(fixed.status);
      }
      await restore?.();
      await deployment.settled();
      const left = await findings();
      const ids = CHANGED_WHILE_DISABLED.test(id) ? ["mapping-disabled", id] : [id];
      expect({ ids: found.map((finding) => finding.id), exitCode, left }).toEqual({
        ids,
        exitCode: 1,
        left: [],
      });
      const outcome = FAILS_THOUGH_DONE.includes(id) ? "rejected" : "fulfilled";
      expect(outcomes).toEqual(restore === undefined ? ids.map(() => outcome) : []);
    },
  );

  it.each(Object.entries(ELSEWHERE))("%s is found, alone", async (id, change) => {
    expect(await findings(await change())).toEqual([id]);
  });

  it("queue-orphaned is found by its name as well, and gone once it is deleted", async () => {
    const name = `${deployment.resources.queues["video"]?.url.split("/").at(-1)}s`;
    await deployment.call("sqs", "CreateQueue", { QueueName: name });
    const { findings: found } = await doctor();
    const call = found[0]?.fix.call;
    await (call && awsCall(endpointOf("localstack"), call));
    expect(found).toMatchObject([{ id: "queue-orphaned", resource: { name } }]);
    expect(await findings()).toEqual([]);
  });

  it("schedule-enabled is found, alone", async () => {
    const { findings: found } = await doctor({}, restingShop);
    expect(found.map(({ id }) => id)).toEqual(["schedule-enabled"]);
  });

  it("is one that the doctor knows, and none is left out but what LocalStack cannot hold", () => {
    const page = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");
    const known = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
    const planted = [
      ...Object.keys({ ...FAULTS, ...ELSEWHERE }),
      ...["schedule-enabled", "schedule-group-missing", "scheduler-role-missing"],
      "schedule-missing",
      ...Object.keys(NOT_ON_LOCALSTACK),
    ];
    expect(new Set(planted)).toEqual(new Set(known));
    expect(planted).toHaveLength(known.length);
  });

  it("schedule-group-missing is found, and what was in it", async () => {
    const schedules = { ...deployment.resources.schedules, group: "gone" };
    expect(await findings({ schedules })).toEqual(["schedule-group-missing", "schedule-missing"]);
  });

  it("scheduler-role-missing is found, and who should send by it", async () => {
    const schedules = { ...deployment.resources.schedules };
    const roleArn = `${schedules.roleArn}-gone`;
    const found = await findings({ schedules: { ...schedules, roleArn } });
    expect(found).toEqual(["scheduler-role-missing", "schedule-target"]);
  });
});
