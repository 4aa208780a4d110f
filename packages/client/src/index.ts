export { type Client, createClient } from "./client.ts";
export type { ClientPorts } from "./client-ports.ts";
export type { DeadLetter } from "./dead-letters/dead-letter.ts";
export type { DeadLetters } from "./dead-letters/dead-letters.ts";
export type { EditInput } from "./dead-letters/edit-input.ts";
export type { LetterFilter } from "./dead-letters/letter-filter.ts";
export type { Redriven, RedriveOptions, RedriveResult } from "./dead-letters/redrive.ts";
export type {
  RedriveAllOptions,
  RedriveProgress,
  WholeRedrive,
} from "./dead-letters/redrive-all.ts";
export type { DeadLetterSelection } from "./dead-letters/select.ts";
export { readResult } from "./follow/read-result.ts";
export { checkKnownOptions } from "./known-options.ts";
export { knownTask } from "./known-task.ts";
export { createSenderFor } from "./sender-for.ts";
export type { FindOptions, FoundTask } from "./tags/find.ts";
export type { RetriedTask, RetryByTagOptions } from "./tags/retry-by-tag.ts";
export type { RevokeByTagOptions, RevokeCounts, RevokedTask } from "./tags/revoke-by-tag.ts";
export type { TagSearch } from "./tags/tag-search.ts";
