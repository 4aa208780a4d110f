import type { Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { etaStatements } from "./eta-statements.ts";
import { payloadStatements } from "./payload-statements.ts";
import { queueStatements } from "./queue-statements.ts";
import type { Statement } from "./statement.ts";

/**
 * What whoever enqueues and follows tasks may do: send to the app's queues, read and revoke records, write large inputs
 * and read large results, forget, find by tag, schedule an eta. It may not receive, nor touch a dead letter.
 * @throws {CeleriacError} `missing-resource` for a queue without an ARN.
 */
export function producerStatements<Arn>(
  topology: Topology,
  arns: Arns<Arn>,
): readonly Statement<Arn>[] {
  const queues = topology.queues.map(({ name }) => name);
  return [
    ...queueStatements(arns, "Enqueue", ["sqs:SendMessage"], queues),
    {
      sid: "Records",
      actions: [
        ...["dynamodb:BatchGetItem", "dynamodb:Query"],
        ...["dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"],
      ],
      resources: [arns.table],
    },
    ...payloadStatements(arns, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
    ...etaStatements(arns),
  ];
}
