import type { TaskContext } from "@celeriac/core";
import type { AttemptControl } from "./attempt-control.ts";
import type { Job } from "./job.ts";
import type { ProgressWriter } from "./progress.ts";

/** Makes what a handler sees of its attempt. */
export function createTaskContext(
  job: Job,
  attempt: number,
  deadline: number | undefined,
  control: AttemptControl,
  progress: ProgressWriter,
): TaskContext {
  const { envelope, context, queue } = job;
  const rootId = envelope.rootId ?? envelope.taskId;
  return {
    taskId: envelope.taskId,
    task: envelope.task,
    queue: queue.name,
    attempt,
    generation: envelope.generation,
    tick: envelope.tick,
    deadline,
    signal: control.signal,
    logger: job.logger.with({ attempt }),
    tags: envelope.tags ?? {},
    tenant: envelope.tenant,
    parentId: envelope.parentId,
    rootId,
    // Neither attempt nor generation: a redrive must not repeat an effect that has happened.
    idempotencyKey: `${envelope.task}:${envelope.taskId}`,
    progress: (value) => progress.report(value),
    client: context.senderFor({
      parentId: envelope.taskId,
      rootId,
      hops: envelope.hops + 1,
      tags: envelope.tags,
      tenant: envelope.tenant,
    }),
  };
}
