import { CeleriacError, type QueueResource, show, type Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { etaStatements } from "./eta-statements.ts";
import { payloadStatements } from "./payload-statements.ts";
import { queueStatements } from "./queue-statements.ts";
import type { Statement } from "./statement.ts";

/** A worker receives and deletes itself; a message that comes too early is put back, or sent anew when it is old. */
const CONSUME = [
  ...["sqs:ReceiveMessage", "sqs:DeleteMessage"],
  ...["sqs:ChangeMessageVisibility", "sqs:SendMessage"],
];
/** Lambda's event source mapping asks as well, by the function's role. */
const MAPPED = ["sqs:GetQueueAttributes"];

/**
 * What a function or worker that consumes these queues may do: receive from them alone, put their dead letters away,
 * claim and complete tasks, and enqueue others from within one to every queue of the app.
 *
 * The role of a function is also that of its event source mapping, which receives and deletes, and asks for the queue's
 * attributes (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, "Configuring execution role
 * permissions").
 * @throws {CeleriacError} `invalid-options` for a queue that is not in the topology; `missing-resource` for one without
 * an ARN.
 */
export function consumerStatements<Arn>(
  topology: Topology,
  queues: readonly string[],
  arns: Arns<Arn>,
): readonly Statement<Arn>[] {
  const own = ownQueues(topology, queues);
  const others = topology.queues.filter((queue) => !own.includes(queue)).map(({ name }) => name);
  const deadLetterQueues = own.map(({ deadLetterQueue }) => deadLetterQueue);
  const isMapped = own.some(({ consumer }) => consumer.kind === "lambda");
  return [
    ...queueStatements(
      arns,
      "Consume",
      isMapped ? [...CONSUME, ...MAPPED] : CONSUME,
      own.map(({ name }) => name),
    ),
    ...queueStatements(arns, "Send", ["sqs:SendMessage"], [...deadLetterQueues, ...others]),
    {
      sid: "Records",
      actions: [
        ...["dynamodb:BatchGetItem", "dynamodb:PartiQLInsert"],
        ...["dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"],
      ],
      resources: [arns.table],
    },
    ...payloadStatements(arns, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
    ...etaStatements(arns),
  ];
}

function ownQueues(topology: Topology, names: readonly string[]): readonly QueueResource[] {
  const known = topology.queues.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined || names.length === 0) {
    throw new CeleriacError(
      "invalid-options",
      wrong === undefined
        ? `a consumer of app ${show(topology.app)} has no queue: expected one or more of ${known.join(", ")}`
        : `app ${show(topology.app)} has no queue ${show(wrong)} to consume: expected one of ${known.join(", ")}`,
      { details: { app: topology.app, queue: wrong } },
    );
  }
  return topology.queues.filter(({ name }) => names.includes(name));
}
