import type { Topology } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import { queueArns } from "./queue-arns.ts";
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
  return [{ sid: "Send", actions: ["sqs:SendMessage"], resources: queueArns(arns, names) }];
}
