import type { Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { payloadStatements } from "./payload-statements.ts";
import { queueStatements } from "./queue-statements.ts";
import type { Statement } from "./statement.ts";

/**
 * What whoever tends the dead letters may do: list, redrive, edit and purge them, and have SQS move whole queues. It
 * comes on top of a producer's rights where the same person or process also enqueues, follows or finds tasks.
 *
 * A message move takes the rights to receive, delete and read the attributes of the dead-letter queue and to send to
 * the other, of whoever starts it
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html).
 * @throws {CeleriacError} `missing-resource` for a queue without an ARN.
 */
export function operatorStatements<Arn>(
  topology: Topology,
  arns: Arns<Arn>,
): readonly Statement<Arn>[] {
  const { queues } = topology;
  return [
    ...queueStatements(
      arns,
      "DeadLetters",
      [
        ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
        ...["sqs:StartMessageMoveTask", "sqs:ListMessageMoveTasks"],
        ...["sqs:CancelMessageMoveTask", "sqs:GetQueueAttributes"],
      ],
      queues.map(({ deadLetterQueue }) => deadLetterQueue),
    ),
    ...queueStatements(
      arns,
      "Redrive",
      ["sqs:SendMessage"],
      queues.map(({ name }) => name),
    ),
    { sid: "Records", actions: ["dynamodb:BatchGetItem"], resources: [arns.table] },
    ...payloadStatements(arns, ["s3:GetObject", "s3:PutObject"]),
  ];
}
