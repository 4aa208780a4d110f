import type { Job } from "./job.ts";
import { patiently } from "./patience.ts";

/**
 * Releases the lock that a unique task may hold, once it has ended. Where that fails the lock still names a task whose
 * record says that it has ended, and the next request of its key takes it over: no message need come again for it.
 */
export async function releaseLock(job: Job): Promise<void> {
  const { taskId, task, unique } = job.envelope;
  if (unique === undefined) return;
  const { ports } = job.context;
  const { locks } = ports;
  if (locks === undefined) {
    job.logger.warn("this host was made without locks: the lock of a unique task stays");
    return;
  }
  const released = await patiently(ports, () => locks.release({ task, key: unique }, taskId));
  if (released.ok) return;
  job.logger.warn("the lock of a unique task could not be released", { error: released.error });
}
