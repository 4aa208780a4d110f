import type { DeadLetterSelection } from "@celeriac/client";
import {
  type Clock,
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  isDeadLetterReason,
} from "@celeriac/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import { addOne, addTag, durationMs, wholeNumber } from "../quantities.ts";

/** Which dead letters are meant. */
export interface SelectionOptions {
  readonly task?: readonly string[];
  readonly reason?: readonly DeadLetterReason[];
  readonly error?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly id?: readonly string[];
  readonly olderThan?: number;
  readonly newerThan?: number;
  readonly limit?: number;
}

/** Adds what dead letters are chosen by: give the values to `selectionOf`. */
export function addSelectionOptions(command: Command): Command {
  return command
    .optionsGroup("Which dead letters:")
    .option("--task <name>", "of this task, * for any characters; may be repeated", addOne)
    .addOption(
      new Option("--reason <reason>", "that lie there for this reason; may be repeated")
        .choices(DEAD_LETTER_REASONS)
        .argParser(oneReason),
    )
    .option(
      "--error <name>",
      "ended by an error of this name, as TypeError; may be repeated",
      addOne,
    )
    .option("--tag <name=value>", "that carry this tag; may be repeated", addTag)
    .option("--id <id>", "of this task id; may be repeated", addOne)
    .option("--older-than <duration>", "that came longer ago than this", durationMs)
    .option("--newer-than <duration>", "that came within this time", durationMs)
    .option("--limit <number>", "so many at most", wholeNumber);
}

function oneReason(text: string, before: readonly string[] = []): readonly string[] {
  if (isDeadLetterReason(text)) return [...before, text];
  throw new InvalidArgumentError(`Expected one of ${DEAD_LETTER_REASONS.join(", ")}.`);
}

/** What the options choose, for the client. */
export function selectionOf(options: SelectionOptions, clock: Clock): DeadLetterSelection {
  const { task, reason, error, tag, id, olderThan, newerThan, limit } = options;
  const now = clock.now();
  return {
    tasks: task,
    reasons: reason,
    errors: error,
    tags: tag,
    taskIds: id,
    until: olderThan === undefined ? undefined : new Date(now - olderThan),
    from: newerThan === undefined ? undefined : new Date(now - newerThan),
    limit,
  };
}

/** Whether anything but their number was said. */
export function isFiltered({ limit: _limit, ...options }: SelectionOptions): boolean {
  const { task, reason, error, tag, id, olderThan, newerThan } = options;
  return [task, reason, error, tag, id, olderThan, newerThan].some((said) => said !== undefined);
}
