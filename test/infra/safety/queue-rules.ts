import { type Deployed, differences, ofType, queueOf, type Rule } from "./deployed.ts";
import { topologyOf } from "./topology-of.ts";

const FOURTEEN_DAYS = 1_209_600;

const each =
  (check: (deployed: Deployed, queue: string) => readonly string[]) =>
  (deployed: Deployed): readonly string[] =>
    [...deployed.app.queues.keys()].flatMap((queue) => check(deployed, queue));

export const queueRules: readonly Rule[] = [
  {
    promise:
      "each queue has the retention that the topology says, and its visibility or, with a shared function, more",
    problems: each((deployed, queue) => {
      const resource = topologyOf(deployed).queues.find(({ name }) => name === queue);
      const inputs = queueOf(deployed, queue, "Queue")?.inputs;
      const visibility = Number(inputs?.["visibilityTimeoutSeconds"]);
      const expected = resource?.visibilityTimeoutSeconds ?? Number.NaN;
      const longer = resource?.consumer.kind === "lambda" && visibility > expected;
      return [
        ...differences(`queue ${queue}`, inputs, {
          messageRetentionSeconds: resource?.retentionSeconds,
          maxMessageSize: 1_048_576,
          receiveWaitTimeSeconds: 20,
        }),
        ...(visibility === expected || longer
          ? []
          : [`queue ${queue}: visibility is ${visibility} s, expected ${expected} s`]),
      ];
    }),
  },
  {
    promise:
      "each queue has a dead-letter queue of its own, which keeps for 14 days and takes from nowhere else",
    problems: each((deployed, queue) => {
      const source = queueOf(deployed, queue, "Queue");
      const dead = queueOf(deployed, queue, "DeadLetters");
      const allow = ofType(deployed, "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").find(
        ({ inputs }) => inputs["queueUrl"] === dead?.state["url"],
      );
      return [
        ...differences(`dead-letter queue of ${queue}`, dead?.inputs, {
          messageRetentionSeconds: FOURTEEN_DAYS,
        }),
        ...differences(`queue ${queue}`, source?.inputs, {
          redrivePolicy: JSON.stringify({
            deadLetterTargetArn: dead?.state["arn"],
            maxReceiveCount: 50,
          }),
        }),
        ...differences(`redrive allow policy of ${queue}`, allow?.inputs, {
          redriveAllowPolicy: JSON.stringify({
            redrivePermission: "byQueue",
            sourceQueueArns: [source?.state["arn"]],
          }),
        }),
      ];
    }),
  },
  {
    promise: "each queue and dead-letter queue is encrypted and refuses what does not come by TLS",
    problems: each((deployed, queue) =>
      (["Queue", "DeadLetters"] as const).flatMap((part) => {
        const found = queueOf(deployed, queue, part);
        const policy = ofType(deployed, "aws:sqs/queuePolicy:QueuePolicy").find(
          ({ inputs }) => inputs["queueUrl"] === found?.state["url"],
        );
        const document = JSON.parse(String(policy?.inputs["policy"] ?? "{}")) as {
          Statement?: readonly Readonly<Record<string, unknown>>[];
        };
        return [
          ...differences(`${part} ${queue}`, found?.inputs, { sqsManagedSseEnabled: true }),
          ...differences(`policy of ${part} ${queue}`, document.Statement?.[0], {
            Effect: "Deny",
            Principal: "*",
            Resource: [found?.state["arn"]],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        ];
      }),
    ),
  },
  {
    promise: "a stage that keeps what holds tasks keeps its queues, and no other does",
    problems: (deployed) =>
      ofType(deployed, "aws:sqs/queue:Queue")
        .filter(({ retainOnDelete }) => retainOnDelete !== deployed.retains)
        .map(({ name, retainOnDelete }) => `${name}: retainOnDelete is ${retainOnDelete}`),
  },
];
