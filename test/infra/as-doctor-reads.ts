import type {
  DeployedMapping,
  DeployedQueue,
  DeployedSchedule,
  DeployedWorker,
  Deployment,
  QueueLocation,
} from "@celeriac/core";
import type { CreatedResource } from "./harness/created-resource.ts";
import { type Deployed, type Fields, linkOf, ofType, workerOf } from "./safety/deployed.ts";

/** What was made, as AWS's APIs would tell it once it is deployed: what `celeriac doctor` reads. */
export function asDoctorReads(deployed: Deployed): Deployment {
  const { resources } = linkOf(deployed);
  const table = made(deployed, "aws:dynamodb/table:Table", "name", resources.table);
  const ofBucket = (type: string) => made(deployed, type, "bucket", resources.bucket);
  const block = ofBucket("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
  const role = made(deployed, "aws:iam/role:Role", "arn", resources.schedules.roleArn);
  const group = "aws:scheduler/scheduleGroup:ScheduleGroup";
  return {
    queues: byName(Object.entries(resources.queues), (at) => queueAsRead(deployed, at)),
    queueNames: found(
      ofType(deployed, "aws:sqs/queue:Queue").map(({ state }) => String(state["name"])),
    ),
    table: {
      settings: found({
        keys: [table["hashKey"], table["rangeKey"]].map((name) => ({
          name: String(name),
          type: (table["attributes"] as readonly Fields[])
            .filter((attribute) => attribute["name"] === name)
            .map((attribute) => String(attribute["type"]))
            .join(),
        })),
        onDemand: table["billingMode"] === "PAY_PER_REQUEST",
      }),
      ttlAttribute: found(String((table["ttl"] as Fields)["attributeName"])),
    },
    bucket: {
      expirations: found(
        (
          ofBucket("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")[
            "rules"
          ] as readonly LifecycleRule[]
        ).map(({ expiration, filter }) => ({
          days: expiration.days,
          everyObject: filter.prefix === "",
        })),
      ),
      publicAccessBlocked: found(
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
          (part) => block[part] === true,
        ),
      ),
      // S3 encrypts every bucket.
      encrypted: found(true),
      policy: found(JSON.parse(String(ofBucket("aws:s3/bucketPolicy:BucketPolicy")["policy"]))),
    },
    scheduleGroup: found(String(made(deployed, group, "name", resources.schedules.group)["name"])),
    schedules: byName(
      ofType(deployed, "aws:scheduler/schedule:Schedule").map((schedule) => [
        String(schedule.inputs["name"]),
        schedule.inputs,
      ]),
      (inputs) => found(scheduleAsRead(inputs)),
    ),
    schedulerRole: found({ trustPolicy: JSON.parse(String(role["assumeRolePolicy"])) }),
    workers: found(workersAsRead(deployed)),
  };
}

interface LifecycleRule {
  readonly expiration: { readonly days: number };
  readonly filter: { readonly prefix?: string };
}

function found<Value>(value: Value): { readonly kind: "found"; readonly value: Value } {
  return { kind: "found", value };
}

/** The inputs of the one resource of a type whose state has a value. */
function made(deployed: Deployed, type: string, field: string, value: string): Fields {
  const resource = ofType(deployed, type).find(
    ({ state, inputs }) => state[field] === value || inputs[field] === value,
  );
  if (resource === undefined) throw new Error(`no ${type} has ${field} ${value}`);
  return resource.inputs;
}

function byName<Value, Read>(
  entries: readonly (readonly [string, Value])[],
  read: (value: Value) => Read,
): Readonly<Record<string, Read>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, read(value)]));
}

function queueAsRead(deployed: Deployed, { url, arn }: QueueLocation): DeployedQueue {
  const inputs = made(deployed, "aws:sqs/queue:Queue", "arn", arn);
  const ofQueue = (type: string): CreatedResource | undefined =>
    ofType(deployed, type).find((resource) => resource.inputs["queueUrl"] === url);
  const policy = ofQueue("aws:sqs/queuePolicy:QueuePolicy")?.inputs["policy"];
  const redrive = parsed(inputs["redrivePolicy"]);
  const allow = parsed(
    ofQueue("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy")?.inputs["redriveAllowPolicy"],
  );
  return {
    settings: found({
      visibilityTimeoutSeconds: Number(inputs["visibilityTimeoutSeconds"]),
      retentionSeconds: Number(inputs["messageRetentionSeconds"]),
      delaySeconds: Number(inputs["delaySeconds"] ?? 0),
      maximumMessageBytes: Number(inputs["maxMessageSize"]),
      encrypted: inputs["sqsManagedSseEnabled"] === true,
      redrive: redrive && {
        deadLetterArn: String(redrive["deadLetterTargetArn"]),
        maxReceiveCount: Number(redrive["maxReceiveCount"]),
      },
      redriveAllow: allow && {
        permission: String(allow["redrivePermission"]),
        sourceArns: allow["sourceQueueArns"] as readonly string[],
      },
      policy: parsed(policy),
    }),
    mappings: found(
      ofType(deployed, "aws:lambda/eventSourceMapping:EventSourceMapping")
        .filter((mapping) => mapping.inputs["eventSourceArn"] === arn)
        .map((mapping) => mappingAsRead(deployed, mapping)),
    ),
  };
}

function parsed(json: unknown): Fields | undefined {
  return json === undefined ? undefined : (JSON.parse(String(json)) as Fields);
}

function mappingAsRead(deployed: Deployed, { name, inputs }: CreatedResource): DeployedMapping {
  const functionArn = String(inputs["functionName"]);
  const consumer = ofType(deployed, "aws:lambda/function:Function").find(
    ({ state }) => state["arn"] === functionArn,
  );
  const recursion = ofType(
    deployed,
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
  ).find(({ inputs: { functionName } }) => functionArn.endsWith(`:${String(functionName)}`));
  const reserved = Number(consumer?.inputs["reservedConcurrentExecutions"] ?? -1);
  const scaling = inputs["scalingConfig"] as { readonly maximumConcurrency: number } | undefined;
  return {
    id: name,
    functionArn,
    state: inputs["enabled"] === false ? "Disabled" : "Enabled",
    batchSize: Number(inputs["batchSize"]),
    batchWindowSeconds: Number(inputs["maximumBatchingWindowInSeconds"] ?? 0),
    maximumConcurrency: scaling?.maximumConcurrency,
    reportsBatchItemFailures: JSON.stringify(inputs["functionResponseTypes"] ?? []).includes(
      "ReportBatchItemFailures",
    ),
    filters: inputs["filterCriteria"] === undefined ? 0 : 1,
    consumer: {
      settings: found({
        timeoutSeconds: Number(consumer?.inputs["timeout"]),
        memoryMb: Number(consumer?.inputs["memorySize"]),
      }),
      // -1 reserves none, as Pulumi says it.
      reservedConcurrency: found(reserved < 0 ? undefined : reserved),
      recursiveLoop: found(String(recursion?.inputs["recursiveLoop"] ?? "Terminate")),
    },
  };
}

interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly deadLetterConfig?: { readonly arn: string };
}

function scheduleAsRead(inputs: Fields): DeployedSchedule {
  const target = inputs["target"] as ScheduleTarget;
  const window = inputs["flexibleTimeWindow"] as { readonly maximumWindowInMinutes?: number };
  return {
    expression: String(inputs["scheduleExpression"]),
    timezone: String(inputs["scheduleExpressionTimezone"]),
    enabled: inputs["state"] === "ENABLED",
    flexibleWindowMinutes: window.maximumWindowInMinutes,
    targetArn: target.arn,
    roleArn: target.roleArn,
    input: target.input,
    deadLetterArn: target.deadLetterConfig?.arn,
  };
}

function workersAsRead(deployed: Deployed): readonly DeployedWorker[] {
  return [...deployed.app.queues.keys()].flatMap((queue): DeployedWorker[] => {
    const worker = workerOf(deployed, queue);
    if (worker?.service === undefined) return [];
    const names = worker.container.environment.find(({ name }) => name === "CELERIAC_QUEUES");
    return [
      {
        service: worker.service.name,
        queues: names?.value.split(","),
        active: true,
        desiredCount: Number(worker.service.inputs["desiredCount"]),
        cpuUnits: Number(worker.task.inputs["cpu"]),
        memoryMb: Number(worker.task.inputs["memory"]),
        stopTimeoutSeconds: worker.container.stopTimeout ?? 30,
      },
    ];
  });
}
