import { createDeadLetters } from "../dead-letters/dead-letters.ts";
import { checkList } from "../dead-letters/letter-filter.ts";
import type { Redriven, RedriveOptions } from "../dead-letters/redrive.ts";
import { checkKnownOptions } from "../known-options.ts";
import { readingArguments } from "../reading-arguments.ts";
import { readTag, type TagSearch } from "./tag-search.ts";
import type { TagSite } from "./tagged-tasks.ts";

export interface RetryByTagOptions extends Pick<RedriveOptions, "perSecond" | "dryRun" | "signal"> {
  /** The queues whose dead letters are looked through. @defaultValue all of the app */
  readonly queues?: readonly string[];
}

/** What became of one dead letter, and which queue it was sent to. */
export interface RetriedTask extends Redriven {
  /** Its name in the app. */
  readonly queue: string;
}

/**
 * Redrives the dead letters that carry a tag, queue by queue. A failed task's input lies in its dead letter and nowhere
 * else, so that no index is asked, and any tag will do.
 */
export async function retryByTag(
  { app, ports }: TagSite,
  search: TagSearch,
  options: RetryByTagOptions = {},
): Promise<RetriedTask[]> {
  const { name, value, queues, manner } = readingArguments("retryByTag", () => {
    checkKnownOptions("retryByTag", options, ["perSecond", "dryRun", "signal", "queues"]);
    const { queues: named, ...rest } = options;
    checkList("queues", named);
    return { ...readTag(search), queues: named ?? [...app.queues.keys()], manner: rest };
  });
  const opened = queues.map((queue) => ({ queue, letters: createDeadLetters(app, ports, queue) }));
  const retried: RetriedTask[] = [];
  for (const { queue, letters } of opened) {
    const redriven = await letters.redrive({ ...manner, tags: { [name]: value } });
    for (const item of redriven) retried.push({ ...item, queue });
  }
  return retried;
}
