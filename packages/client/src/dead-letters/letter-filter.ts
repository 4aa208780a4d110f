import {
  CeleriacError,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  type DeadLetterReason,
  isTags,
  matchGlob,
  show,
} from "@celeriac/core";
import { letterReason } from "./letter-reason.ts";
import type { FoundLetter } from "./select.ts";

/** What dead letters are chosen by; all of what is given must fit. */
export interface LetterFilter {
  /** Names of tasks; `*` stands for any characters. What is no envelope has none. @defaultValue all */
  readonly tasks?: readonly string[] | undefined;
  /** Why they lie there. @defaultValue all */
  readonly reasons?: readonly DeadLetterReason[] | undefined;
  /** Names of the errors that ended them, as `"TypeError"`. @defaultValue all */
  readonly errors?: readonly string[] | undefined;
  /** Those that carry these tags, each with this value. What is no envelope has none. @defaultValue all */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Those that came at this instant or later, by `sentAt`. @defaultValue all */
  readonly from?: Date | undefined;
  /** Those that came before this instant. @defaultValue all */
  readonly until?: Date | undefined;
}

/** The options' names. */
export const FILTER_OPTIONS: readonly string[] = [
  "tasks",
  "reasons",
  "errors",
  "tags",
  "from",
  "until",
];

const LISTS = ["tasks", "reasons", "errors"] as const;

/** @throws {CeleriacError} `invalid-options` */
export function checkFilter(filter: LetterFilter): void {
  for (const option of LISTS) checkList(option, filter[option]);
  const { tags, from, until } = filter;
  if (tags !== undefined && (!isTags(tags) || Object.keys(tags).length === 0)) {
    throw wrong("tags", tags, "an object of one or more tags, or nothing for all");
  }
  for (const [option, instant] of Object.entries({ from, until })) {
    if (instant === undefined) continue;
    if (instant instanceof Date && !Number.isNaN(instant.getTime())) continue;
    throw wrong(option, instant, "a valid Date, or nothing for no bound");
  }
  if (from !== undefined && until !== undefined && until <= from) {
    throw wrong("until", until, `later than from (${from.toISOString()}): else nothing fits`);
  }
}

/** @throws {CeleriacError} `invalid-options`: an empty list that meant "all" would be a nasty surprise. */
export function checkList(option: string, list: unknown): void {
  if (list === undefined) return;
  const isList = Array.isArray(list) && list.length > 0;
  if (isList && list.every((item) => typeof item === "string")) return;
  throw wrong(
    option,
    list,
    `an array of one or more ${WORDS[option] ?? option}, or nothing for all`,
  );
}

const WORDS: Readonly<Record<string, string>> = {
  taskIds: "task ids",
  messageIds: "message ids",
  tasks: "names of tasks",
  queues: "names of queues",
};

/** Says whether a letter fits. */
export function fitsFilter(filter: LetterFilter, { message, envelope }: FoundLetter): boolean {
  const { tasks, reasons, errors, tags, from, until } = filter;
  const { attributes = {}, sentAt } = message;
  const task = envelope?.task;
  const reason = letterReason(attributes);
  const error = attributes[DEAD_LETTER_ERROR_ATTRIBUTE]?.split(":", 1)[0];
  return (
    fits(tasks, task, (patterns, name) => patterns.some((pattern) => matchGlob(pattern, name))) &&
    fits(reasons, reason, (known, text) => known.some((each) => each === text)) &&
    fits(errors, error, (names, name) => names.includes(name)) &&
    (tags === undefined || carries(envelope?.tags, tags)) &&
    (from === undefined || sentAt >= from.getTime()) &&
    (until === undefined || sentAt < until.getTime())
  );
}

function carries(
  tags: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>>,
): boolean {
  if (tags === undefined) return false;
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(tags, name) && tags[name] === value,
  );
}

function fits<Wanted>(
  wanted: Wanted | undefined,
  text: string | undefined,
  judge: (wanted: Wanted, text: string) => boolean,
): boolean {
  return wanted === undefined || (text !== undefined && judge(wanted, text));
}

function wrong(option: string, value: unknown, expected: string): CeleriacError {
  return new CeleriacError("invalid-options", `${option} is ${show(value)}: expected ${expected}`, {
    details: { option },
  });
}
