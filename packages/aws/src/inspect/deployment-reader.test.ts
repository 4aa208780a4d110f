import type { Reading } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { awsError, type StubAnswer } from "../testing/stub-server.ts";
import {
  type Answers,
  NOWHERE,
  stubbedDeployment,
  TOPOLOGY,
  xml,
} from "../testing/stubbed-deployment.ts";
import { createDeploymentReader } from "./deployment-reader.ts";
import { READ_ACTIONS } from "./read-action.ts";

const found = <Value>(value: Value) => ({ kind: "found", value });
const FUNCTION = "arn:aws:lambda:eu-central-1:0:function:f";
const LAMBDA = "GET /2015-03-31";

const mapping = (change: object = {}): object => ({
  UUID: "m",
  FunctionArn: FUNCTION,
  State: "Enabled",
  BatchSize: 10,
  ...change,
});
const mappings = (...all: readonly object[]): Answers => ({
  [`${LAMBDA}/event-source-mappings`]: { body: { EventSourceMappings: all } },
});
const functionAnswers = (arn: string): Answers => ({
  [`${LAMBDA}/functions/${arn}/configuration`]: { body: { Timeout: 60, MemorySize: 512 } },
  [`GET /2019-09-30/functions/${FUNCTION}/concurrency`]: {
    body: { ReservedConcurrentExecutions: 7 },
  },
  [`GET /2024-08-31/functions/${FUNCTION}/recursion-config`]: { body: { RecursiveLoop: "Allow" } },
});
const mappingsOf = async (answers: Answers) => {
  const { deployment, calls } = await stubbedDeployment(answers);
  const reading = deployment.queues["images"]?.mappings;
  return { reading, all: reading?.kind === "found" ? reading.value : [], calls };
};

describe("a deployment is read", () => {
  it("as AWS answers about it", async () => {
    const { deployment } = await stubbedDeployment();
    expect(deployment).toMatchObject({
      queues: { images: { settings: { kind: "found" }, mappings: found([]) } },
      table: {
        settings: found({
          keys: [
            { name: "pk", type: "S" },
            { name: "sk", type: "S" },
          ],
          onDemand: true,
        }),
        ttlAttribute: found("ttl"),
      },
      bucket: {
        expirations: found([{ days: 60, everyObject: true }]),
        publicAccessBlocked: found(true),
        encrypted: found(true),
        policy: found({ Version: "2012-10-17", Statement: [] }),
      },
      scheduleGroup: found("stub-group"),
      schedules: {
        nightly: found({
          expression: "cron(0 3 * * ? *)",
          timezone: "UTC",
          enabled: true,
          flexibleWindowMinutes: 5,
          targetArn: "arn:target",
          roleArn: "arn:role",
          input: "{}",
        }),
      },
      schedulerRole: found({
        trustPolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] },
      }),
    });
    // The resources name no dead-letter queue of the second.
    expect(Object.keys(deployment.queues)).toEqual(["images", "images-dlq", "video"]);
  });

  it("with a function once, however many queues it consumes, and by its alias where that counts", async () => {
    const { all, calls } = await mappingsOf({
      ...mappings(
        mapping({
          FunctionArn: `${FUNCTION}:live`,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          MaximumBatchingWindowInSeconds: 3,
          ScalingConfig: { MaximumConcurrency: 4 },
          FilterCriteria: { Filters: [{ Pattern: "{}" }] },
        }),
        mapping({ State: "Deleting" }),
      ),
      ...functionAnswers(`${FUNCTION}:live`),
    });
    expect(all).toEqual([
      {
        id: "m",
        functionArn: `${FUNCTION}:live`,
        state: "Enabled",
        batchSize: 10,
        batchWindowSeconds: 3,
        maximumConcurrency: 4,
        reportsBatchItemFailures: true,
        filters: 1,
        consumer: {
          settings: found({ timeoutSeconds: 60, memoryMb: 512 }),
          reservedConcurrency: found(7),
          recursiveLoop: found("Allow"),
        },
      },
    ]);
    expect(calls.filter((call) => call.includes("/functions/"))).toHaveLength(3);
  });

  it("with every page of the queues that begin as the app's do", async () => {
    const pages: unknown[] = [];
    const { deployment } = await stubbedDeployment({
      ListQueues: ({ body }) => {
        pages.push(body);
        return {
          body: (body as { readonly NextToken?: string }).NextToken
            ? { QueueUrls: ["https://sqs/0/imagine"] }
            : { QueueUrls: ["https://sqs/0/images"], NextToken: "more" },
        };
      },
    });
    expect(deployment.queueNames).toEqual(found(["images", "imagine"]));
    // Without a number of results SQS names no further page.
    expect(pages).toEqual([
      { QueueNamePrefix: "ima", MaxResults: 1000 },
      { QueueNamePrefix: "ima", MaxResults: 1000, NextToken: "more" },
    ]);
  });

  it("with every page of mappings", async () => {
    const { all } = await mappingsOf({
      [`${LAMBDA}/event-source-mappings`]: ({ path }) => ({
        body: path.includes("Marker")
          ? { EventSourceMappings: [mapping({ UUID: "second" })] }
          : { EventSourceMappings: [mapping({ UUID: "first" })], NextMarker: "more" },
      }),
      ...functionAnswers(FUNCTION),
    });
    expect(all.map(({ id }) => id)).toEqual(["first", "second"]);
  });

  it("with a function that is gone as missing", async () => {
    const gone = awsError("ResourceNotFoundException", 404);
    const { all } = await mappingsOf({
      ...mappings(mapping()),
      ...functionAnswers(FUNCTION),
      [`${LAMBDA}/functions/${FUNCTION}/configuration`]: gone,
    });
    expect(all[0]?.consumer.settings).toEqual({ kind: "missing" });
  });
});

describe("a table", () => {
  it("that never was on demand has no billing mode", async () => {
    const { deployment } = await stubbedDeployment({ DescribeTable: { body: { Table: {} } } });
    expect(deployment.table.settings).toEqual(found({ keys: [], onDemand: false }));
  });

  it.each([
    ["ENABLING", "ttl"],
    ["DISABLING", undefined],
    ["DISABLED", undefined],
  ])("whose TTL is %s expires by %s", async (TimeToLiveStatus, attribute) => {
    const { deployment } = await stubbedDeployment({
      DescribeTimeToLive: {
        body: { TimeToLiveDescription: { TimeToLiveStatus, AttributeName: "ttl" } },
      },
    });
    expect(deployment.table.ttlAttribute).toEqual(found(attribute));
  });
});

describe("a bucket", () => {
  const s3Error = (code: string): StubAnswer => ({
    ...(xml(`<Error><Code>${code}</Code><Message>m</Message></Error>`) as object),
    status: 404,
  });
  const bucket = async (answers: Answers) => (await stubbedDeployment(answers)).deployment.bucket;

  it("without a thing that S3 has an error for is known to be without", async () => {
    const read = await bucket({
      "GET /stub-bucket/?lifecycle": s3Error("NoSuchLifecycleConfiguration"),
      "GET /stub-bucket/?publicAccessBlock": s3Error("NoSuchPublicAccessBlockConfiguration"),
      "GET /stub-bucket/?encryption": s3Error("ServerSideEncryptionConfigurationNotFoundError"),
      "GET /stub-bucket/?policy": s3Error("NoSuchBucketPolicy"),
    });
    expect(read).toEqual({
      expirations: found([]),
      publicAccessBlocked: found(false),
      encrypted: found(false),
      policy: found(undefined),
    });
  });

  it("that does not exist is missing in all", async () => {
    const paths = ["lifecycle", "publicAccessBlock", "encryption", "policy"];
    const gone = paths.map((path) => [`GET /stub-bucket/?${path}`, s3Error("NoSuchBucket")]);
    const read = await bucket(Object.fromEntries(gone) as Answers);
    expect(Object.values(read)).toEqual(paths.map(() => ({ kind: "missing" })));
  });

  it("drops every object only by a rule for every object", async () => {
    const rule = (status: string, filter: string, days: number): string =>
      `<Rule><Status>${status}</Status>${filter}<Expiration><Days>${days}</Days></Expiration></Rule>`;
    const rules = [
      rule("Enabled", "<Prefix></Prefix>", 1),
      rule("Enabled", "<Filter><Prefix>logs/</Prefix></Filter>", 2),
      rule("Enabled", "<Filter><ObjectSizeGreaterThan>9</ObjectSizeGreaterThan></Filter>", 3),
      rule("Disabled", "<Filter></Filter>", 4),
      "<Rule><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>",
    ];
    const read = await bucket({
      "GET /stub-bucket/?lifecycle": xml(
        `<LifecycleConfiguration>${rules.join("")}</LifecycleConfiguration>`,
      ),
    });
    expect(read.expirations).toEqual(
      found([
        { days: 1, everyObject: true },
        { days: 2, everyObject: false },
        { days: 3, everyObject: false },
      ]),
    );
  });

  it("of which an emulator answers something else is not known", async () => {
    const listing = xml("<ListBucketResult><Name>stub-bucket</Name></ListBucketResult>");
    const paths = ["lifecycle", "publicAccessBlock", "encryption", "policy"];
    const read = await bucket(
      Object.fromEntries(paths.map((path) => [`GET /stub-bucket/?${path}`, listing])),
    );
    for (const reading of Object.values(read) as readonly Reading<unknown>[]) {
      expect(reading).toEqual({
        kind: "unread",
        why: expect.stringMatching(/^the answer holds no \w+: not an answer of S3's$/),
      });
    }
  });
});

describe("workers", () => {
  const service = (name: string): object => ({
    serviceName: name,
    status: "ACTIVE",
    desiredCount: 2,
    taskDefinition: `${name}:1`,
  });
  const definition = (containers: readonly object[]): StubAnswer => ({
    body: { taskDefinition: { cpu: "1024", memory: "2048", containerDefinitions: containers } },
  });
  const container = (change: object = {}): object => ({
    environment: [{ name: "CELERIAC_QUEUES", value: "video, audio" }],
    ...change,
  });

  it("are the services of the cluster, with the queues that they are told", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `s${index}`);
    const { deployment, calls } = await stubbedDeployment(
      {
        ListServices: ({ body }) => ({
          body: (body as { readonly nextToken?: string }).nextToken
            ? { serviceArns: names.slice(6) }
            : { serviceArns: names.slice(0, 6), nextToken: "more" },
        }),
        DescribeServices: ({ body }) => ({
          body: {
            services: (body as { readonly services: readonly string[] }).services.map(service),
          },
        }),
        DescribeTaskDefinition: ({ body }) =>
          (body as { readonly taskDefinition: string }).taskDefinition === "s0:1"
            ? definition([container({ stopTimeout: 120 }), { name: "side" }])
            : definition([{ name: "other" }]),
      },
      { cluster: "prod" },
    );
    const workers = deployment.workers.kind === "found" ? deployment.workers.value : [];
    expect(workers.map((worker) => worker.service)).toEqual(names);
    expect(workers.slice(0, 2)).toEqual([
      {
        service: "s0",
        queues: ["video", "audio"],
        active: true,
        desiredCount: 2,
        cpuUnits: 1024,
        memoryMb: 2048,
        stopTimeoutSeconds: 120,
      },
      expect.objectContaining({ queues: undefined, stopTimeoutSeconds: 30 }),
    ]);
    expect(calls.filter((call) => call === "DescribeServices")).toHaveLength(2);
  });

  it("are missing with their cluster, and not known without one", async () => {
    const gone = { ListServices: awsError("ClusterNotFoundException") };
    const { deployment } = await stubbedDeployment(gone, { cluster: "gone" });
    expect(deployment.workers).toEqual({ kind: "missing" });
    const { deployment: unnamed, calls } = await stubbedDeployment();
    expect(unnamed.workers).toMatchObject({ kind: "unread", why: /--cluster/ });
    expect(calls).not.toContain("ListServices");
  });
});

describe("what may not be read", () => {
  const denied = awsError("AccessDeniedException", 403);

  it("is unread, and names the action that IAM must allow: of all that there are", async () => {
    const everything = new Proxy<Answers>({}, { get: () => denied });
    const { deployment } = await stubbedDeployment(everything, { cluster: "prod" });
    const told = JSON.stringify(deployment);
    expect(told).not.toContain('"found"');
    const named = READ_ACTIONS.filter((action) => told.includes(`must allow ${action} on it`));
    const first = READ_ACTIONS.filter((action) => !/lambda:GetFunction|ecs:Describe/.test(action));
    expect(named).toEqual(first);
  });

  it("of a function and of services is named as well", async () => {
    const { all } = await mappingsOf({
      ...mappings(mapping()),
      ...Object.fromEntries(Object.keys(functionAnswers(FUNCTION)).map((key) => [key, denied])),
    });
    const told = JSON.stringify(all);
    expect(told).toContain("must allow lambda:GetFunctionConfiguration on it");
    expect(told).toContain("must allow lambda:GetFunctionConcurrency on it");
    expect(told).toContain("must allow lambda:GetFunctionRecursionConfig on it");
    const listed = { ListServices: { body: { serviceArns: ["s"] } } };
    const services = { ...listed, DescribeServices: denied };
    const { deployment } = await stubbedDeployment(services, { cluster: "prod" });
    expect(deployment.workers).toMatchObject({
      why: expect.stringContaining("must allow ecs:DescribeServices"),
    });
  });

  it("where the emulator has no such service, is not asked for at AWS", async () => {
    const { deployment, calls } = await stubbedDeployment({}, { everywhere: false, cluster: "c" });
    expect(deployment.queues["images"]?.mappings).toMatchObject({
      kind: "unread",
      why: expect.stringContaining("AWS_ENDPOINT_URL_LAMBDA"),
    });
    expect(deployment.schedulerRole).toMatchObject({ kind: "unread" });
    expect(deployment.workers).toMatchObject({ kind: "unread" });
    expect(calls.filter((call) => /lambda|event-source|GetRole|Services/.test(call))).toEqual([]);
  });
});

describe("a reading fails", () => {
  it("where SQS cannot be reached", async () => {
    const reading = createDeploymentReader().read({ topology: TOPOLOGY, resources: NOWHERE });
    await expect(reading).rejects.toMatchObject({ code: "unreachable" });
  });

  it("where the credentials are not taken", async () => {
    const refused = { GetQueueAttributes: awsError("InvalidClientTokenId", 403) };
    await expect(stubbedDeployment(refused)).rejects.toMatchObject({ code: "credentials-missing" });
  });

  it("not where a queue is missing, or may not be read", async () => {
    const { deployment } = await stubbedDeployment({
      GetQueueAttributes: ({ body }) =>
        JSON.stringify(body).includes("video")
          ? awsError("AccessDenied", 403)
          : awsError("QueueDoesNotExist"),
    });
    expect(deployment.queues["images"]?.settings).toEqual({ kind: "missing" });
    expect(deployment.queues["video"]?.settings).toMatchObject({ kind: "unread" });
  });
});
