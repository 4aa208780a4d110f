import type { TaskRecord } from "@celeriac/core";
import { effectKey } from "./effect-key.ts";
import { readInput } from "./input.ts";
import type { Job } from "./job.ts";
import { patiently } from "./patience.ts";

/**
 * Part of step 6: gives up the effect that a task still holds which ended without it, so that the next task of its key may
 * perform it. Harmless twice, and for a task that holds none. `false`: it could not be done, and the message must come again.
 */
export async function releaseEffect(job: Job, record: TaskRecord): Promise<boolean> {
  const { task, envelope, context } = job;
  const { ports } = context;
  const { effects } = ports;
  const { idempotency } = task ?? {};
  if (task === undefined || idempotency === undefined || effects === undefined) return true;
  if (record.attempts === 0) return true;
  if (record.generation !== envelope.generation) return true;
  const input = await readInput(ports, task.definition, envelope.input);
  if (input.kind === "invalid") return true;
  if (input.kind === "unavailable") return false;
  const key = keyOrNone(() => effectKey(task, idempotency, input.value));
  if (key === undefined) return true;
  const released = await patiently(ports, () =>
    effects.release({
      ...{ task: task.name, key, input: input.wire, windowMs: idempotency.windowMs, leaseMs: 0 },
      ...{ taskId: record.taskId, generation: record.generation, attempt: record.attempts },
      owner: record.owner,
    }),
  );
  if (!released.ok) {
    job.logger.error("the task's idempotency key could not be given up; it is tried again", {
      error: released.error,
    });
  }
  return released.ok;
}

/** A task without a key has held nothing. */
function keyOrNone(key: () => string): string | undefined {
  try {
    return key();
  } catch {
    return undefined;
  }
}
