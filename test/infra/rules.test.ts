import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedResource } from "./harness/created-resource.ts";
import { type SstServer, startSstServer } from "./harness/sst-server.ts";
import { deployExample } from "./safety/deploy-example.ts";
import type { Deployed, Fields } from "./safety/deployed.ts";
import { rules } from "./safety/rules.ts";

let server: SstServer;
let deployed: Deployed;
beforeAll(async () => {
  server = await startSstServer();
  deployed = await deployExample(server);
});
afterAll(() => server.stop());

/** The deployment with the inputs of some resources changed; `undefined` takes them away. */
function changed(
  type: string,
  name: RegExp,
  change: (inputs: Fields) => Fields | undefined,
): Deployed {
  const resources = deployed.resources.flatMap((resource): CreatedResource[] => {
    if (resource.type !== type || !name.test(resource.name)) return [resource];
    const inputs = change(resource.inputs);
    return inputs === undefined ? [] : [{ ...resource, inputs }];
  });
  return { ...deployed, resources };
}

const setting =
  (fields: Fields) =>
  (inputs: Fields): Fields => ({ ...inputs, ...fields });
const gone = (): undefined => undefined;
const inPolicy =
  (field: string, from: string, to: string) =>
  (inputs: Fields): Fields => ({
    ...inputs,
    [field]: JSON.parse(JSON.stringify(inputs[field]).replaceAll(from, to)) as unknown,
  });

/** What is broken on purpose, and the promise that must not be kept by then. */
const broken: readonly [promise: string, what: string, () => Deployed][] = [
  [
    "each queue has the retention",
    "a short visibility",
    () => changed("aws:sqs/queue:Queue", /QueueStudio/, setting({ visibilityTimeoutSeconds: 5 })),
  ],
  [
    "each queue has a dead-letter queue",
    "dead letters of four days",
    () =>
      changed("aws:sqs/queue:Queue", /DeadLetters/, setting({ messageRetentionSeconds: 345_600 })),
  ],
  [
    "each queue has a dead-letter queue",
    "no redrive policy",
    () => changed("aws:sqs/queue:Queue", /QueueStudio/, setting({ redrivePolicy: undefined })),
  ],
  [
    "each queue has a dead-letter queue",
    "dead letters from anywhere",
    () => changed("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", /Default/, gone),
  ],
  [
    "each queue and dead-letter queue is encrypted",
    "plain text",
    () => changed("aws:sqs/queue:Queue", /DeadLetters/, setting({ sqsManagedSseEnabled: false })),
  ],
  [
    "each queue and dead-letter queue is encrypted",
    "no policy",
    () => changed("aws:sqs/queuePolicy:QueuePolicy", /QueueStudio/, gone),
  ],
  ["a stage that keeps", "a queue that goes", () => ({ ...deployed, retains: true })],
  [
    "each lambda queue has one mapping",
    "whole batches come back",
    () =>
      changed(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        /./,
        setting({ functionResponseTypes: [] }),
      ),
  ],
  [
    "each lambda queue has one mapping",
    "no mapping",
    () => changed("aws:lambda/eventSourceMapping:EventSourceMapping", /./, gone),
  ],
  [
    "a queue's visibility is at least six",
    "a long timeout",
    () => changed("aws:lambda/function:Function", /Consumer/, setting({ timeout: 31 })),
  ],
  [
    "a function has Node 24",
    "another architecture",
    () =>
      changed("aws:lambda/function:Function", /Consumer/, setting({ architectures: ["x86_64"] })),
  ],
  [
    "what is reserved is never under",
    "one invocation kept",
    () =>
      changed(
        "aws:lambda/function:Function",
        /Consumer/,
        setting({ reservedConcurrentExecutions: 1 }),
      ),
  ],
  [
    "AWS does not stop",
    "no word on recursion",
    () => changed("aws:lambda/functionRecursionConfig:FunctionRecursionConfig", /./, gone),
  ],
  [
    "a function writes to a log group",
    "logs for ever",
    () =>
      changed("aws:cloudwatch/logGroup:LogGroup", /LogDefault/, setting({ retentionInDays: 0 })),
  ],
  [
    "each fargate queue has a service",
    "another size",
    () => changed("aws:ecs/taskDefinition:TaskDefinition", /./, setting({ cpu: "256" })),
  ],
  [
    "a worker has the time to drain",
    "SIGKILL after 30 seconds",
    () =>
      changed(
        "aws:ecs/taskDefinition:TaskDefinition",
        /./,
        inPolicy("containerDefinitions", '\\"stopTimeout\\":20', '\\"stopTimeout\\":30'),
      ),
  ],
  [
    "a worker has the time to drain",
    "a shell",
    () => changed("aws:ecs/service:Service", /./, setting({ enableExecuteCommand: true })),
  ],
  [
    "a deployment keeps half",
    "none stays up",
    () => changed("aws:ecs/service:Service", /./, setting({ deploymentMinimumHealthyPercent: 0 })),
  ],
  [
    "spare capacity by choice",
    "Spot",
    () =>
      changed(
        "aws:ecs/service:Service",
        /./,
        setting({ capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] }),
      ),
  ],
  [
    "the backlog decides",
    "no alarm scales",
    () => changed("aws:cloudwatch/metricAlarm:MetricAlarm", /ScalingRest/, gone),
  ],
  [
    "the table has the app's keys",
    "records for ever",
    () => changed("aws:dynamodb/table:Table", /./, setting({ ttl: undefined })),
  ],
  [
    "the bucket is private",
    "a public policy",
    () =>
      changed(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        /Novel/,
        setting({ blockPublicPolicy: false }),
      ),
  ],
  [
    "the bucket is private",
    "payloads for ever",
    () => changed("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", /./, gone),
  ],
  [
    "no role may do every action",
    "every action on queues",
    () =>
      changed(
        "aws:iam/role:Role",
        /ConsumerDefault/,
        inPolicy("inlinePolicies", "sqs:ReceiveMessage", "sqs:*"),
      ),
  ],
  [
    "no role has a managed policy",
    "all logs",
    () =>
      changed("aws:iam/role:Role", /ConsumerDefault/, setting({ managedPolicyArns: ["arn:x"] })),
  ],
  [
    "a role is assumed by the one service",
    "the whole account",
    () =>
      changed(
        "aws:iam/role:Role",
        /ConsumerDefault/,
        inPolicy("assumeRolePolicy", '\\"Service\\":', '\\"AWS\\":'),
      ),
  ],
  [
    "a link gives a producer's rights",
    "it may receive",
    () =>
      changed("sst:sst:LinkRef", /./, inPolicy("include", "sqs:SendMessage", "sqs:ReceiveMessage")),
  ],
  [
    "names are such as AWS takes",
    "a blank",
    () => changed("aws:sqs/queue:Queue", /QueueStudio/, setting({ name: "a b" })),
  ],
  [
    "no two resources of a kind",
    "one name for all roles",
    () => changed("aws:iam/role:Role", /./, setting({ name: "role" })),
  ],
  [
    "dead letters, the age",
    "no alarm of dead letters",
    () => changed("aws:cloudwatch/metricAlarm:MetricAlarm", /DeadLetters/, gone),
  ],
  [
    "tasks that fail are counted",
    "no filter",
    () => changed("aws:cloudwatch/logMetricFilter:LogMetricFilter", /Failures/, gone),
  ],
  [
    "errors and throttles",
    "no alarm of errors",
    () => changed("aws:cloudwatch/metricAlarm:MetricAlarm", /FunctionErrors/, gone),
  ],
  [
    "the dashboard shows",
    "no dashboard",
    () => changed("aws:cloudwatch/dashboard:Dashboard", /./, gone),
  ],
];

describe("the safety table notices", () => {
  it.each(broken)("%s: %s", (promise, _what, break_) => {
    const rule = rules.find((each) => each.promise.startsWith(promise));
    expect(rule?.problems(deployed)).toEqual([]);
    expect(rule?.problems(break_())).not.toEqual([]);
  });
});
