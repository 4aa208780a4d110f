import type { QueueLocation, QueueResource } from "@celeriac/core";
import type { Case } from "../case.ts";
import { DEAD_LETTER_CHECKS, DEAD_LETTER_QUEUE_MISSING } from "../checks/dead-letter-checks.ts";
import { ORPHAN_CHECKS } from "../checks/orphan-checks.ts";
import { ANY_QUEUE_CHECKS, QUEUE_CHECKS, QUEUE_MISSING } from "../checks/queue-checks.ts";
import type { Examination } from "../examination.ts";
import type { Subject } from "../finding.ts";
import { orphansAmong } from "../queue-names.ts";

/** Every queue of the topology with its dead-letter queue, and those that the topology lacks. */
export function examineQueues(examination: Examination, subject: Case): void {
  for (const queue of subject.topology.queues) {
    examineQueue(examination, subject, queue);
    examineDeadLetters(examination, subject, queue);
  }
  examineOrphans(examination, subject);
}

/** Queues that the resources name, and such as are named like the app's. */
function examineOrphans(examination: Examination, subject: Case): void {
  const known = new Set(
    subject.topology.queues.flatMap(({ name, deadLetterQueue }) => [name, deadLetterQueue]),
  );
  for (const [name, location] of Object.entries(subject.resources.queues)) {
    if (known.has(name)) continue;
    examination.judge({ kind: "queue", name, location: location.url }, ORPHAN_CHECKS, location);
  }
  examineNamesakes(examination, subject, known);
}

/** A queue that the resources lack may be the app's own, whose name nobody knows here: it must not be called an orphan. */
const STALE = "the resources lack a queue of the app: which of the others are its own is not known";

function examineNamesakes(
  examination: Examination,
  subject: Case,
  known: ReadonlySet<string>,
): void {
  const { queues } = subject.resources;
  const isStale = [...known].some((name) => !Object.hasOwn(queues, name));
  const { queueNames } = subject.deployment;
  const [own] = Object.values(queues);
  if (isStale || queueNames.kind === "unread") {
    const listing = { kind: "queue", name: `${subject.topology.app}…`, location: "" } as const;
    examination.skip(listing, ORPHAN_CHECKS, queueNames.kind === "unread" ? queueNames.why : STALE);
  } else if (queueNames.kind === "found" && own !== undefined) {
    const folder = own.url.slice(0, own.url.lastIndexOf("/") + 1);
    for (const name of orphansAmong(queueNames.value, subject.resources)) {
      const url = `${folder}${name}`;
      examination.judge({ kind: "queue", name, location: url }, ORPHAN_CHECKS, { url });
    }
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
