import {
  type AnyTask,
  type App,
  CeleriacError,
  didYouMean,
  isTags,
  show,
  type Tag,
} from "@celeriac/core";
import { knownTask } from "../known-task.ts";

/** One tag: its name and its value, as `{ customer: "42" }`. */
export type TagSearch = Readonly<Record<string, string>>;

/** @throws {CeleriacError} `invalid-options` for what is not one tag. */
export function readTag(search: unknown): Tag {
  const [entry, ...more] = isTags(search) ? Object.entries(search) : [];
  if (entry !== undefined && more.length === 0) return { name: entry[0], value: entry[1] };
  throw new CeleriacError(
    "invalid-options",
    `the tag is ${show(search)}: expected one name with a text, as { customer: "42" }`,
    { details: { option: "tag" } },
  );
}

/** @throws {CeleriacError} `invalid-options` for a tag that the app's tasks cannot be found by. */
export function readSearchableTag(app: App, search: unknown): Tag {
  const tag = readTag(search);
  const { searchableTags } = app;
  if (searchableTags.includes(tag.name)) return tag;
  const known = searchableTags.length === 0 ? "none" : searchableTags.join(", ");
  throw new CeleriacError(
    "invalid-options",
    `tag ${show(tag.name)} is not searchable in app ${show(app.name)}, which has ${known}: add it to defineApp's searchableTags${didYouMean(tag.name, searchableTags)}`,
    { details: { tag: tag.name } },
  );
}

/** The name of the one task that is looked for; `undefined` for all. @throws {CeleriacError} `invalid-options` */
export function taskNameOf(app: App, task: AnyTask | undefined): string | undefined {
  return task === undefined ? undefined : knownTask(app, task).name;
}
