import {
  type AnyTask,
  CeleriacError,
  isTaskState,
  type OutcomeCommon,
  show,
  TASK_STATES,
  type TagEntry,
  type TaskHandle,
  type TaskState,
} from "@celeriac/core";
import { createHandle } from "../follow/handle.ts";
import { summaryOf } from "../follow/read-outcome.ts";
import { checkKnownOptions } from "../known-options.ts";
import { readingArguments } from "../reading-arguments.ts";
import { readSearchableTag, type TagSearch, taskNameOf } from "./tag-search.ts";
import { followedOf, pagesOf, type TagSite } from "./tagged-tasks.ts";

export interface FindOptions {
  /** Those of this task only. @defaultValue all */
  readonly task?: AnyTask;
  /** Those in one of these states. @defaultValue all */
  readonly states?: readonly TaskState[];
}

/** A task that carries the tag, and what is recorded of it. PENDING: no attempt has started, or it was never sent. */
export interface FoundTask extends OutcomeCommon {
  /** `undefined`: the app does not have this task any more. */
  readonly handle: TaskHandle<unknown> | undefined;
}

/** Checks the options at once; reads as it is iterated, a page at a time. */
export function findTasks(
  site: TagSite,
  search: TagSearch,
  options: FindOptions = {},
): AsyncIterableIterator<FoundTask> {
  const { tag, states, task } = readingArguments("find", () => {
    checkKnownOptions("find", options, ["task", "states"]);
    return {
      tag: readSearchableTag(site.app, search),
      states: readStates(options.states),
      task: taskNameOf(site.app, options.task),
    };
  });
  return found(site, pagesOf(site, tag, task), states);
}

async function* found(
  site: TagSite,
  pages: AsyncIterable<readonly TagEntry[]>,
  states: ReadonlySet<TaskState> | undefined,
): AsyncGenerator<FoundTask, void, undefined> {
  for await (const page of pages) {
    const tasks = await Promise.all(page.map((entry) => read(site, entry)));
    yield* tasks.filter(({ state }) => states === undefined || states.has(state));
  }
}

async function read(site: TagSite, entry: TagEntry): Promise<FoundTask> {
  const { taskId, task, queue, enqueuedAt } = entry;
  const record = await site.ports.store.read(taskId);
  const followed = followedOf(site, entry);
  return {
    ...summaryOf(record, { taskId, task, queue, enqueuedAt }),
    handle: followed === undefined ? undefined : createHandle<unknown>(followed),
  };
}

function readStates(states: unknown): ReadonlySet<TaskState> | undefined {
  if (states === undefined) return undefined;
  if (Array.isArray(states) && states.length > 0 && states.every(isTaskState))
    return new Set(states);
  throw new CeleriacError(
    "invalid-options",
    `states is ${show(states)}: expected an array of one or more of ${TASK_STATES.join(", ")}`,
    { details: { option: "states" } },
  );
}
