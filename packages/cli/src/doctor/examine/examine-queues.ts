import type { QueueLocation, QueueResource } from "@celeriac/core";
import type { Case } from "../case.ts";
import { DEAD_LETTER_CHECKS, DEAD_LETTER_QUEUE_MISSING } from "../checks/dead-letter-checks.ts";
import { ORPHAN_CHECKS } from "../checks/orphan-checks.ts";
import { ANY_QUEUE_CHECKS, QUEUE_CHECKS, QUEUE_MISSING } from "../checks/queue-checks.ts";
import type { Examination } from "../examination.ts";
import type { Subject } from "../finding.ts";

/** Every queue of the topology with its dead-letter queue, and those that the topology lacks. */
export function examineQueues(examination: Examination, subject: Case): void {
  for (const queue of subject.topology.queues) {
    examineQueue(examination, subject, queue);
    examineDeadLetters(examination, subject, queue);
  }
  const known = new Set(
    subject.topology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]),
  );
  for (const [name, location] of Object.entries(subject.resources.queues)) {
    if (known.has(name)) continue;
    examination.judge({ kind: "queue", name, location: location.url }, ORPHAN_CHECKS, location);
  }
}

/** What a finding about a queue names. */
export function queueSubject(
  kind: "queue" | "dead-letter queue",
  name: string,
  location: QueueLocation | undefined,
): Subject {
  return { kind, name, location: location?.url ?? "" };
}

function examineQueue(examination: Examination, subject: Case, queue: QueueResource): void {
  const { resources, deployment } = subject;
  const location = resources.queues[queue.name];
  const deployed = deployment.queues[queue.name];
  const named = queueSubject("queue", queue.name, location);
  if (location === undefined || deployed === undefined) {
    examination.judge(named, [QUEUE_MISSING], undefined);
    return;
  }
  const deadLetters = resources.queues[queue.deadLetterQueue];
  examination.judgeReading(deployed.settings, {
    subject: named,
    absence: QUEUE_MISSING,
    checks: [...QUEUE_CHECKS, ...ANY_QUEUE_CHECKS],
    dataOf: (settings) => ({
      queue,
      location,
      settings,
      deadLetters,
      functionTimeoutSeconds: longestTimeout(subject, queue),
    }),
  });
}

function examineDeadLetters(examination: Examination, subject: Case, queue: QueueResource): void {
  const { resources, deployment } = subject;
  const location = resources.queues[queue.deadLetterQueue];
  const deployed = deployment.queues[queue.deadLetterQueue];
  const named = queueSubject("dead-letter queue", queue.deadLetterQueue, location);
  if (location === undefined || deployed === undefined) {
    examination.judge(named, [DEAD_LETTER_QUEUE_MISSING], undefined);
    return;
  }
  examination.judgeReading(deployed.settings, {
    subject: named,
    absence: DEAD_LETTER_QUEUE_MISSING,
    checks: [...DEAD_LETTER_CHECKS, ...ANY_QUEUE_CHECKS],
    dataOf: (settings) => ({ queue, location, settings, source: resources.queues[queue.name] }),
  });
}

/** The topology's, and those of the functions that are deployed: a longer one needs a longer visibility timeout. */
function longestTimeout({ deployment }: Case, { name, consumer }: QueueResource): number {
  if (consumer.kind === "fargate") return 0;
  const mappings = deployment.queues[name]?.mappings;
  const consumers = mappings?.kind === "found" ? mappings.value : [];
  const timeouts = consumers.map(({ consumer: { settings } }) =>
    settings.kind === "found" ? settings.value.timeoutSeconds : 0,
  );
  return Math.max(consumer.timeoutSeconds, ...timeouts);
}
