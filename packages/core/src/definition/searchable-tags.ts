import type { OptionChecks } from "./option-checks.ts";

/** Each costs one write of each task that carries it. */
const MOST_SEARCHABLE_TAGS = 8;
const MAX_NAME_LENGTH = 128;

/** The tags by which an app's tasks can be found; what is none was reported. */
export function readSearchableTags(tags: unknown, checks: OptionChecks): readonly string[] {
  if (tags === undefined) return [];
  if (Array.isArray(tags) && tags.length <= MOST_SEARCHABLE_TAGS && tags.every(isSearchableName)) {
    return Object.freeze([...new Set(tags)]);
  }
  checks.wrong(
    "searchableTags",
    tags,
    `at most ${MOST_SEARCHABLE_TAGS} names of tags, each of 1 to ${MAX_NAME_LENGTH} characters without "="`,
  );
  return [];
}

/** The name and the value are one key of the index. */
function isSearchableName(name: unknown): name is string {
  return (
    typeof name === "string" &&
    name.length > 0 &&
    name.length <= MAX_NAME_LENGTH &&
    name.isWellFormed() &&
    !name.includes("=")
  );
}
