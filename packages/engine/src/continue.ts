import type { TaskRecord } from "@celeriac/core";
import { deadLetter } from "./dead-letter.ts";
import { effectIsReleased } from "./idempotency.ts";
import type { Job } from "./job.ts";
import { patiently } from "./patience.ts";
import { releaseLock } from "./release-lock.ts";

/** `false`: something is still to be done, and the message must come again. */
export type ContinueResult = { readonly done: boolean };

/**
 * Step 6: what follows from the *stored* final state. A duplicate of a finished task does this again, so every effect
 * here carries a derived identity and is harmless twice. The dead-letter copy is last, and only when FAILURE is known:
 * a crash before it leaves the message, whose next delivery continues again.
 */
export async function continueAfter(job: Job, record: TaskRecord): Promise<ContinueResult> {
  await releaseLock(job);
  if (!(await effectIsReleased(job, record))) return { done: false };
  if (record.state !== "FAILURE" || record.generation !== job.envelope.generation) {
    return { done: true };
  }
  const generation = record.generation + 1;
  if (record.deadLetteredGeneration === generation) return { done: true };
  const { ports } = job.context;
  const { reason = "error", error } = record;
  const text = error === undefined ? undefined : `${error.name}: ${error.message}`;
  const sent = await deadLetter(ports, job.delivery, job.envelope, reason, text);
  if (!sent.ok) {
    job.logger.error("the dead-letter copy could not be sent; it is tried again", {
      error: sent.error,
    });
    return { done: false };
  }
  // Refused or unknown: a duplicate may send a second copy, which does nothing once the first was redriven.
  const guard = { kind: "revision", revision: record.revision } as const;
  await patiently(ports, () =>
    ports.store.update(record.taskId, guard, {
      deadLetteredGeneration: generation,
      updatedAt: ports.clock.now(),
    }),
  );
  return { done: true };
}
