import type { DeployedMapping, QueueResource } from "@celeriac/core";
import type { Case } from "../case.ts";
import { CONSUMERS_CHECKS, MAPPING_CHECKS } from "../checks/consumer-checks.ts";
import { DEAD_LETTER_CONSUMER_CHECKS } from "../checks/dead-letter-checks.ts";
import type { Examination } from "../examination.ts";
import { queueSubject } from "./examine-queues.ts";

/** Who consumes each queue, and how. A queue that is not there was found missing already. */
export function examineConsumers(examination: Examination, subject: Case): void {
  for (const queue of subject.topology.queues) {
    examineMappings(examination, subject, queue);
    examineDeadLetterConsumers(examination, subject, queue);
  }
}

function examineMappings(examination: Examination, subject: Case, queue: QueueResource): void {
  const deployed = subject.deployment.queues[queue.name];
  if (deployed === undefined || deployed.settings.kind === "missing") return;
  const named = queueSubject("queue", queue.name, subject.resources.queues[queue.name]);
  const { mappings } = deployed;
  const isLambda = queue.consumer.kind === "lambda";
  if (mappings.kind !== "found") {
    const why =
      mappings.kind === "unread" ? mappings.why : "Lambda has no answer about its mappings";
    examination.skip(named, [...CONSUMERS_CHECKS, ...(isLambda ? MAPPING_CHECKS : [])], why);
    return;
  }
  examination.judge(named, CONSUMERS_CHECKS, { queue, mappings: mappings.value });
  for (const mapping of mappings.value) judgeMapping(examination, queue, mapping);
}

function judgeMapping(
  examination: Examination,
  { name, consumer }: QueueResource,
  mapping: DeployedMapping,
): void {
  if (consumer.kind === "fargate") return;
  const named = { kind: "mapping", name, location: mapping.id } as const;
  examination.judge(named, MAPPING_CHECKS, { mapping, consumer });
}

function examineDeadLetterConsumers(
  examination: Examination,
  { deployment, resources }: Case,
  { deadLetterQueue }: QueueResource,
): void {
  const deployed = deployment.queues[deadLetterQueue];
  if (deployed === undefined || deployed.settings.kind === "missing") return;
  examination.judgeReading(deployed.mappings, {
    subject: queueSubject("dead-letter queue", deadLetterQueue, resources.queues[deadLetterQueue]),
    checks: DEAD_LETTER_CONSUMER_CHECKS,
    dataOf: (mappings) => mappings,
  });
}
