import { deadLetterQueueOf, show } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { addYesOption, confirm, type YesOption } from "../confirm.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { purgeWhole } from "./purge-whole.ts";

interface PurgeOptions extends RunningAppOptions, YesOption {}

/** Adds `celeriac purge`: deletes all messages of a queue. */
export function registerPurge(program: Command, ports: CommandPorts): void {
  const command = program
    .command("purge")
    .summary("delete every message of a queue")
    .description(
      "Deletes every message of a queue, for good: their tasks never run, keep the state that is recorded, and whoever waits for one waits in vain. " +
        "Takes up to a minute, and may take what is sent meanwhile too. Tasks with an eta more than 15 minutes ahead are not in the queue, and stay. " +
        "SQS purges a queue once in 60 seconds.",
    )
    .argument("<queue>", "the queue's name in the app");
  addYesOption(command);
  addExamples(addRunningAppOptions(command), [
    ["celeriac purge default", "says what would be lost, and asks"],
    ["celeriac purge default --yes", "without asking"],
    ["celeriac dlq purge default", "its dead letters instead"],
  ]).action((queue: string, options: PurgeOptions) =>
    withApp(
      options,
      ports,
      (running) => purge(queue, options, running, ports),
      (app) => namedQueue(app, queue),
    ),
  );
}

async function purge(
  queue: string,
  options: PurgeOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const depth = await running.queues.depth(queue);
  const { visible, inFlight, delayed } = depth;
  const what =
    `Queue ${show(queue)} holds about ${visible} ready, ${inFlight} running or hidden and ${delayed} delayed messages. ` +
    "All of them, and perhaps what is sent within the next minute, are deleted for good: their tasks do not run.";
  if (!(await confirm(what, options, ports))) return;
  await purgeWhole(queue, running);
  ports.stdout(
    options.json === true
      ? jsonLine({ queue, purged: depth })
      : `Queue ${show(queue)} is being purged. ${deadLetterQueueOf(queue)} is as it was.\n`,
  );
}
