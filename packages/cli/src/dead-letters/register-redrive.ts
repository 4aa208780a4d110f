import type { RedriveOptions as ClientOptions, Redriven, RedriveResult } from "@celeriac/client";
import { CeleriacError, deadLetterQueueOf } from "@celeriac/core";
import { type Command, Option } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { JSON_INPUT, readJsonInput } from "../json-input.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import { createProgressLine } from "../progress-line.ts";
import { perSecond } from "../quantities.ts";
import { counted } from "../text/counted.ts";
import { foreignText } from "../text/foreign-text.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { redriveWhole } from "./redrive-whole.ts";
import { addSelectionOptions, type SelectionOptions, selectionOf } from "./selection-options.ts";

interface RedriveOptions extends RunningAppOptions, SelectionOptions {
  readonly dryRun?: boolean;
  readonly rate?: number;
  readonly input?: string;
  readonly includeUndecodable?: boolean;
  readonly purgeFinished?: boolean;
  readonly all?: boolean;
}

const CHOICES = [
  ...["task", "reason", "error", "tag", "id", "olderThan", "newerThan", "limit"],
  ...["dryRun", "input", "includeUndecodable", "purgeFinished"],
];

/** Adds `celeriac dlq redrive`. */
export function registerRedrive(group: Command, ports: CommandPorts): void {
  const command = group
    .command("redrive")
    .summary("send dead letters to their queue again")
    .description(
      "Sends dead letters to their queue again, each as a new generation, and removes them once that is stored. " +
        "A task that has succeeded, expired or was revoked since stays as it is. Ctrl-C ends it in good order: nothing is lost, and what was not sent stays. " +
        "Exits with 1 where a letter was refused or could not be sent.",
    )
    .argument("<queue>", "the queue's name in the app")
    .option("--dry-run", "say what would become of each, and change nothing")
    .option(
      "--rate <number>",
      "send at most so many a second (default: as fast as SQS takes them)",
      perSecond,
    )
    .option("--input <json>", `a new input for each: ${JSON_INPUT}; the task's schema judges it`)
    .option("--include-undecodable", "also send what is no envelope, as it is")
    .option(
      "--purge-finished",
      "delete those of tasks that have succeeded, expired or were revoked since",
    )
    .addOption(
      new Option("--all", "have SQS itself move everything, without a look at it").conflicts(
        CHOICES,
      ),
    );
  addSelectionOptions(command);
  addExamples(addRunningAppOptions(command), [
    ["celeriac dlq redrive default --dry-run", "what would be sent"],
    ["celeriac dlq redrive default --task 'mail.*' --rate 20", "20 a second, of some tasks"],
    [
      `celeriac dlq redrive default --id 0198c0de-… --input '{"to":"x@y.z"}'`,
      "with its input mended",
    ],
    ["celeriac dlq redrive default --all", "everything, by SQS: goes on when this ends"],
  ]).action((queue: string, options: RedriveOptions) => {
    const redrive = options.all === true ? redriveWhole : redriveChosen;
    return withApp(
      options,
      ports,
      (running) => redrive(queue, options, running, ports),
      (app) => namedQueue(app, queue),
    );
  });
}

async function redriveChosen(
  queue: string,
  options: RedriveOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const input =
    options.input === undefined ? {} : { input: await readJsonInput(options.input, ports) };
  const { visible } = await running.queues.depth(deadLetterQueueOf(queue));
  const line = createProgressLine(ports);
  let done = 0;
  let isEarly = false;
  const items = await ports.interruptible(async (signal) => {
    const chosen: ClientOptions = {
      ...selectionOf(options, ports.clock),
      ...input,
      perSecond: options.rate,
      dryRun: options.dryRun,
      includeUndecodable: options.includeUndecodable,
      purgeFinished: options.purgeFinished,
      signal,
      each: () => {
        done += 1;
        const most = options.limit ?? Math.max(visible, done);
        line.show(`${done} of at most ${counted(most, "dead letter")}`);
      },
    };
    try {
      return await running.client.deadLetters(queue).redrive(chosen);
    } catch (error) {
      reportEarly(error, options, ports);
      throw error;
    } finally {
      line.clear();
      isEarly = signal.aborted;
    }
  });
  report(items, options, ports);
  if (isEarly) {
    ports.stderr("Ended early: what was not sent lies where it lay.\n");
    ports.setExitCode(130);
  }
}

/** What was done before it failed is told as well. */
function reportEarly(error: unknown, options: RedriveOptions, ports: CommandPorts): void {
  const items = CeleriacError.is(error) ? error.details["items"] : undefined;
  if (Array.isArray(items)) report(items as readonly Redriven[], options, ports);
}

const WORDS: Readonly<Record<RedriveResult, string>> = {
  redriven: "redriven",
  "would-redrive": "would be redriven",
  "already-succeeded": "left: succeeded since",
  "already-revoked": "left: revoked since",
  "already-expired": "left: expired since",
  undecodable: "left: no envelope that can be read",
  refused: "left: the new input was refused",
  failed: "left: could not be sent",
};

function report(
  items: readonly Redriven[],
  { json, dryRun }: RedriveOptions,
  { stdout, setExitCode }: CommandPorts,
): void {
  if (items.some(({ result }) => result === "refused" || result === "failed")) setExitCode(1);
  if (json === true) {
    stdout(jsonLine(items.map(({ error, ...item }) => ({ ...item, error: error?.message }))));
    return;
  }
  if (items.length === 0) {
    stdout("There are no such dead letters.\n");
    return;
  }
  const told = items.filter(({ result }) => dryRun === true || result !== "redriven");
  const lines = told.map((item) => itemLine(item));
  const counts = Map.groupBy(items, ({ result }) => result);
  const sum = [...counts].map(([result, { length }]) => `${length} ${WORDS[result]}`);
  stdout(`${[...lines, sum.join("; ")].join("\n")}\n`);
}

function itemLine({ messageId, taskId, result, removed, error }: Redriven): string {
  const gone = removed && result.startsWith("already") ? ", and deleted here" : "";
  const why = error === undefined ? "" : `: ${foreignText(error.message)}`;
  return `${taskId ?? messageId}  ${WORDS[result]}${gone}${why}`;
}
