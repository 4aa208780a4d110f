import type {
  AnyTask,
  App,
  OutcomeCommon,
  RevokeAnswer,
  SenderContext,
  TaskHandle,
  TaskResult,
  TaskSender,
} from "@celeriac/core";
import type { ClientPorts } from "./client-ports.ts";
import { createDeadLetters, type DeadLetters } from "./dead-letters/dead-letters.ts";
import { checkTaskId } from "./enqueue/conditions.ts";
import { createLanes } from "./enqueue/lanes.ts";
import { createTaskSender } from "./enqueue/task-sender.ts";
import { createHandle } from "./follow/handle.ts";
import { commonOf } from "./follow/read-outcome.ts";
import { knownTask } from "./known-task.ts";
import { readingArguments } from "./reading-arguments.ts";
import { type FindOptions, type FoundTask, findTasks } from "./tags/find.ts";
import { type RetriedTask, type RetryByTagOptions, retryByTag } from "./tags/retry-by-tag.ts";
import { type RevokeByTagOptions, type RevokeCounts, revokeByTag } from "./tags/revoke-by-tag.ts";
import type { TagSearch } from "./tags/tag-search.ts";

/** Sends an app's tasks and follows them. */
export interface Client extends TaskSender {
  /**
   * Follows a task by its id, whoever enqueued it. An id that nobody has used is PENDING for ever.
   * @throws {CeleriacError} `invalid-options` for a task that the app does not have, or what cannot be an id.
   */
  handle<T extends AnyTask>(task: T, taskId: string): TaskHandle<TaskResult<T>>;
  /**
   * What is recorded of a task of the app, whichever it is, but for its result and its failure; `undefined` before its first
   * attempt, and for an id that nobody has used. @throws {CeleriacError} when the store could not be asked.
   */
  summary(taskId: string): Promise<OutcomeCommon | undefined>;
  /**
   * Keeps a task from starting again: `handle(task, taskId).revoke()`. An id that was not enqueued yet is revoked too:
   * an enqueue of it does nothing then, which its handle shows, for as long as the record lives (45 days).
   */
  revoke(task: AnyTask, taskId: string): Promise<RevokeAnswer>;
  /**
   * Looks into the dead-letter queue of one of the app's queues, and sends what lies there anew.
   * @throws {CeleriacError} `invalid-options` for a queue that the app does not have; `missing-resource` for a client
   * that was made without a receiver.
   */
  deadLetters(queue: string): DeadLetters;
  /**
   * Finds tasks by one of the app's searchable tags: those enqueued last first, for 45 days from their enqueue or their
   * eta. Reads as it is iterated, a page at a time. What is enqueued later is not among them; a task id that was enqueued
   * twice may be twice.
   * @throws {CeleriacError} `invalid-options` at once; AWS's trouble while it is iterated.
   */
  find(tag: TagSearch, options?: FindOptions): AsyncIterableIterator<FoundTask>;
  /**
   * Revokes every task that carries a searchable tag and was enqueued before the call: queued, delayed, scheduled and
   * running ones, as `handle.revoke()` does. Answers how many; `each` hears of every one.
   * @throws {CeleriacError} when the tasks could not be found: revoke again, what was revoked stays so.
   */
  revokeByTag(tag: TagSearch, options?: RevokeByTagOptions): Promise<RevokeCounts>;
  /**
   * Redrives the dead letters that carry a tag, searchable or not, in all queues, as `deadLetters(queue).redrive` does.
   * Says for each what became of it.
   * @throws {CeleriacError} when a queue could not be asked.
   */
  retryByTag(tag: TagSearch, options?: RetryByTagOptions): Promise<RetriedTask[]>;
  /** A sender whose tasks inherit from the task that sends them: its tags and tenant, itself as parent, its root. */
  derive(context: SenderContext): TaskSender;
}

/**
 * Makes a client of an app. Calls nothing until it is used, and keeps nothing between calls.
 * What is not said in `ports` cannot be done: dead letters need a receiver.
 */
export function createClient(app: App, ports: ClientPorts): Client {
  const handle = <T extends AnyTask>(task: T, taskId: string): TaskHandle<TaskResult<T>> => {
    const known = readingArguments("handle", () => knownTask(app, task));
    checkTaskId(taskId);
    return createHandle<TaskResult<T>>({
      ports,
      task: known,
      taskId,
      origin: undefined,
      joined: false,
    });
  };
  const lanes = createLanes();
  return {
    ...createTaskSender({ app, ports, inherited: undefined, lanes }),
    handle,
    summary: async (taskId) => {
      checkTaskId(taskId);
      const record = await ports.store.read(taskId);
      return record === undefined ? undefined : commonOf(record);
    },
    // A wrong argument rejects, as everything that goes wrong with a revoke does.
    revoke: async (task, taskId) => handle(task, taskId).revoke(),
    deadLetters: (queue) => createDeadLetters(app, ports, queue),
    find: (tag, options) => findTasks({ app, ports }, tag, options),
    revokeByTag: (tag, options) => revokeByTag({ app, ports }, tag, options),
    retryByTag: (tag, options) => retryByTag({ app, ports }, tag, options),
    derive: (inherited) => createTaskSender({ app, ports, inherited, lanes }),
  };
}
