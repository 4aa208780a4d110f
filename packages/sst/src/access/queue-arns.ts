import { CeleriacError, show } from "@celeriac/core";
import type { Arns } from "./arns.ts";

/**
 * Where queues are, by their logical names.
 * @throws {CeleriacError} `missing-resource` for a queue without an ARN.
 */
export function queueArns<Arn>(
  arns: Pick<Arns<Arn>, "queues">,
  names: readonly string[],
): readonly Arn[] {
  return names.map((name) => {
    const arn = Object.hasOwn(arns.queues, name) ? arns.queues[name] : undefined;
    if (arn !== undefined) return arn;
    const known = Object.keys(arns.queues).join(", ") || "none";
    throw new CeleriacError(
      "missing-resource",
      `there is no ARN of queue ${show(name)}: expected one of ${known}; hand in every queue of the topology and its dead-letter queue`,
      { details: { queue: name } },
    );
  });
}
