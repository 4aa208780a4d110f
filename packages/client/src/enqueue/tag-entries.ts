import { removalTime, type TagEntry } from "@celeriac/core";
import type { TaskRequest } from "./prepared-task.ts";

/** What a search for one of the request's searchable tags is to find. */
export function tagEntriesOf(request: TaskRequest): readonly TagEntry[] {
  const { task, taskId, conditions, timing, searchableTags, now } = request;
  const { tags } = conditions;
  if (tags === undefined) return [];
  return searchableTags
    .filter((name) => Object.hasOwn(tags, name))
    .map((name) => ({
      tag: { name, value: tags[name] ?? "" },
      taskId,
      task: task.name,
      queue: conditions.queue.name,
      enqueuedAt: now,
      eta: timing.eta,
      removeAfter: removalTime(now, timing.eta),
    }));
}
