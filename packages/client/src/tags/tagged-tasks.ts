import { type App, CeleriacError, type Tag, type TagEntry, type TagIndex } from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import type { FollowedTask } from "../follow/followed-task.ts";

/** What it takes to look for tasks. */
export interface TagSite {
  readonly app: App;
  readonly ports: ClientPorts;
}

/** Entries that are read, and worked on, at a time. */
const PAGE_SIZE = 100;

/** Reads what carries a tag, newest first, a page at a time. @throws {CeleriacError} */
export async function* pagesOf(
  { ports }: TagSite,
  tag: Tag,
  task: string | undefined,
): AsyncGenerator<readonly TagEntry[], void, undefined> {
  const index = indexOf(ports);
  let next: string | undefined;
  do {
    const page = await index.page(tag, PAGE_SIZE, next);
    // The store drops late what is over.
    const now = ports.clock.now();
    yield page.entries.filter(
      (entry) => entry.removeAfter > now && (task === undefined || entry.task === task),
    );
    next = page.next;
  } while (next !== undefined);
}

/** @throws {CeleriacError} `missing-resource` */
export function indexOf({ tags }: Pick<ClientPorts, "tags">): TagIndex {
  if (tags !== undefined) return tags;
  throw new CeleriacError(
    "missing-resource",
    "this client was made without a tag index, which searchable tags need: give createClient one",
  );
}

/** The task of an entry; `undefined` where the app does not have it any more. */
export function followedOf({ app, ports }: TagSite, entry: TagEntry): FollowedTask | undefined {
  const task = app.tasks.get(entry.task);
  if (task === undefined) return undefined;
  const { taskId, queue, enqueuedAt, eta } = entry;
  return { ports, task, taskId, origin: { queue, enqueuedAt, eta }, joined: false };
}
