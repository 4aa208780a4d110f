import type { DeadLetter } from "@celeriac/client";
import { deadLetterQueueOf, show } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { addYesOption, confirm, type YesOption } from "../confirm.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import { purgeWhole } from "../queues/purge-whole.ts";
import { counted } from "../text/counted.ts";
import { createPaint } from "../text/paint.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { lettersText } from "./letters-text.ts";
import {
  addSelectionOptions,
  isFiltered,
  type SelectionOptions,
  selectionOf,
} from "./selection-options.ts";

interface PurgeOptions extends RunningAppOptions, SelectionOptions, YesOption {
  readonly dryRun?: boolean;
}

/** Adds `celeriac dlq purge`. */
export function registerLetterPurge(group: Command, ports: CommandPorts): void {
  const command = group
    .command("purge")
    .summary("delete dead letters")
    .description(
      "Deletes dead letters, for good: a failed task's input lies in its dead letter and nowhere else. " +
        "Chosen ones are listed first, and exactly those are deleted. Without a choice SQS deletes all, and perhaps what comes within the next minute; it does so once in 60 seconds.",
    )
    .argument("<queue>", "the queue's name in the app")
    .option("--dry-run", "list them, and delete nothing");
  addSelectionOptions(addYesOption(command));
  addExamples(addRunningAppOptions(command), [
    ["celeriac dlq purge default --reason undecodable", "lists them, and asks"],
    ["celeriac dlq purge default --older-than 7d --yes", "without asking"],
    ["celeriac dlq purge default", "all of them"],
  ]).action((queue: string, options: PurgeOptions) => {
    const isChosen = isFiltered(options) || options.limit !== undefined || options.dryRun === true;
    const purge = isChosen ? purgeChosen : purgeAll;
    return withApp(
      options,
      ports,
      (running) => purge(queue, options, running, ports),
      (app) => namedQueue(app, queue),
    );
  });
}

async function purgeChosen(
  queue: string,
  options: PurgeOptions,
  { client }: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const letters = client.deadLetters(queue);
  const limit = options.limit ?? Number.MAX_SAFE_INTEGER;
  const chosen = await letters.list({ ...selectionOf(options, ports.clock), limit });
  const isDry = options.dryRun === true;
  if (options.json !== true) {
    const placed = chosen.map((letter) => ({ queue, ...letter }));
    const text = lettersText(placed, ports.clock.now(), createPaint(ports));
    // The list is the answer of a dry run, and part of the question of another.
    if (isDry) ports.stdout(text);
    else ports.stderr(text);
  }
  const what = `Queue ${show(queue)}: ${counted(chosen.length, "dead letter")}, as listed, to be deleted for good.`;
  const isMeant = !isDry && chosen.length > 0 && (await confirm(what, options, ports));
  const messageIds = chosen.map(({ messageId }) => messageId);
  const purged = isMeant ? await letters.purge({ messageIds }) : 0;
  if (options.json === true) ports.stdout(jsonLine({ queue, chosen, purged }));
  else if (isMeant) ports.stdout(`${purgedText(purged, chosen)}\n`);
}

function purgedText(purged: number, chosen: readonly DeadLetter[]): string {
  const left = chosen.length - purged;
  const rest = left === 0 ? "" : `; ${left} had been taken by somebody else`;
  return `${counted(purged, "dead letter")} deleted${rest}`;
}

async function purgeAll(
  queue: string,
  options: PurgeOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const deadLetters = deadLetterQueueOf(queue);
  const { visible, inFlight } = await running.queues.depth(deadLetters);
  const what =
    `About ${counted(visible + inFlight, "dead letter")} of queue ${show(queue)}, and perhaps what comes there within the next minute, are deleted for good: ` +
    "a failed task's input lies in its dead letter and nowhere else.";
  if (!(await confirm(what, options, ports))) return;
  await purgeWhole(deadLetters, running);
  const purged = visible + inFlight;
  ports.stdout(
    options.json === true
      ? jsonLine({ queue, purged })
      : `The dead letters of queue ${show(queue)} are being deleted, about ${purged} of them.\n`,
  );
}
