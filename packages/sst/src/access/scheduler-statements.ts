import type { Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { queueStatements } from "./queue-statements.ts";
import type { Statement } from "./statement.ts";

/**
 * What the role may do that EventBridge Scheduler takes: send to the app's queues, and what it could not send to their
 * dead-letter queues.
 * @throws {CeleriacError} `missing-resource` for a queue without an ARN.
 */
export function schedulerStatements<Arn>(
  topology: Topology,
  arns: Pick<Arns<Arn>, "queues">,
): readonly Statement<Arn>[] {
  const names = topology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]);
  return queueStatements(arns, "Send", ["sqs:SendMessage"], names);
}
