import { CeleriacError, show } from "@celeriac/core";
import type { Arns } from "./arns.ts";
import type { Statement } from "./statement.ts";

/**
 * A right on queues, by their logical names; none where there is no queue, since IAM takes no statement without a resource.
 * @throws {CeleriacError} `missing-resource` for a queue without an ARN.
 */
export function queueStatements<Arn>(
  { queues }: Pick<Arns<Arn>, "queues">,
  sid: string,
  actions: readonly string[],
  names: readonly string[],
): readonly Statement<Arn>[] {
  if (names.length === 0) return [];
  return [{ sid, actions, resources: names.map((name) => arnOf(queues, name)) }];
}

function arnOf<Arn>(queues: Arns<Arn>["queues"], name: string): Arn {
  const arn = Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (arn !== undefined) return arn;
  const known = Object.keys(queues).join(", ") || "none";
  throw new CeleriacError(
    "missing-resource",
    `there is no ARN of queue ${show(name)}, only of ${known}: hand in every queue of the topology, and its dead-letter queue`,
    { details: { queue: name } },
  );
}
