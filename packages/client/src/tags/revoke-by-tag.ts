import {
  type AnyTask,
  CeleriacError,
  type RevokeAnswer,
  show,
  type TagEntry,
} from "@celeriac/core";
import { asError } from "../enqueue/store-task.ts";
import { revokeTask } from "../follow/revoke.ts";
import { checkKnownOptions } from "../known-options.ts";
import { readingArguments } from "../reading-arguments.ts";
import { readSearchableTag, type TagSearch, taskNameOf } from "./tag-search.ts";
import { followedOf, pagesOf, type TagSite } from "./tagged-tasks.ts";

export interface RevokeByTagOptions {
  /** Those of this task only. @defaultValue all */
  readonly task?: AnyTask;
  /** Hears what became of each task, in no order. */
  readonly each?: (task: RevokedTask) => void;
}

/** What became of one task. `failed`: it is not known to be revoked, and `error` says why. */
export type RevokedTask = { readonly taskId: string; readonly task: string } & (
  | { readonly answer: RevokeAnswer }
  | { readonly answer: "failed"; readonly error: CeleriacError }
);

/** How many tasks were answered so. */
export type RevokeCounts = Readonly<Record<RevokedTask["answer"], number>>;

/** Revokes a page of tasks at a time, newest first; keeps nothing of those that are done but their number. */
export async function revokeByTag(
  site: TagSite,
  search: TagSearch,
  options: RevokeByTagOptions = {},
): Promise<RevokeCounts> {
  const { tag, task, each } = readingArguments("revokeByTag", () => {
    checkKnownOptions("revokeByTag", options, ["task", "each"]);
    return {
      tag: readSearchableTag(site.app, search),
      task: taskNameOf(site.app, options.task),
      each: checkEach(options.each),
    };
  });
  const pages = pagesOf(site, tag, task);
  const counts = { revoked: 0, requested: 0, "too-late": 0, failed: 0 };
  for await (const page of pages) {
    const tasks = await Promise.all(page.map((entry) => revoke(site, entry)));
    for (const revoked of tasks) {
      counts[revoked.answer] += 1;
      each?.(revoked);
    }
  }
  return counts;
}

function checkEach(each: RevokeByTagOptions["each"]): RevokeByTagOptions["each"] {
  if (each === undefined || typeof each === "function") return each;
  throw new CeleriacError("invalid-options", `each is ${show(each)}: expected a function`, {
    details: { option: "each" },
  });
}

/** What goes wrong with one task is that task's answer. */
async function revoke(site: TagSite, entry: TagEntry): Promise<RevokedTask> {
  const { taskId, task } = entry;
  const followed = followedOf(site, entry);
  if (followed === undefined) return { taskId, task, answer: "failed", error: unknown(site, task) };
  try {
    return { taskId, task, answer: await revokeTask(followed) };
  } catch (cause) {
    return { taskId, task, answer: "failed", error: asError(cause) };
  }
}

function unknown({ app }: TagSite, task: string): CeleriacError {
  return new CeleriacError(
    "invalid-options",
    `app ${show(app.name)} has no task ${show(task)}: revoke it where it is defined`,
    { details: { app: app.name, task } },
  );
}
