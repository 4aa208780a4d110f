import { CeleriacError, show } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import { outcomeText } from "../tasks/outcome-text.ts";
import { requestOf } from "../tasks/request-of.ts";
import { fieldLines } from "../text/field-lines.ts";
import { foreignText } from "../text/foreign-text.ts";
import { createPaint } from "../text/paint.ts";
import { instantText } from "../text/time-text.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import type { PlacedLetter } from "./letters-text.ts";

interface ShowOptions extends RunningAppOptions {
  readonly queue?: string;
}

/** Adds `celeriac dlq show`: one dead letter, and what is recorded of its task. */
export function registerShow(group: Command, ports: CommandPorts): void {
  const command = group
    .command("show")
    .summary("one dead letter, and its task")
    .description(
      "Shows one dead letter with its error and the start of its input, redacted, and what is recorded of its task.",
    )
    .argument("<id>", "the task's id, or the message's where it is no envelope")
    .option("--queue <name>", "look there only (default: in all queues of the app)");
  addExamples(addRunningAppOptions(command), [
    ["celeriac dlq show 0198c0de-…", "looks in all dead-letter queues"],
    ["celeriac dlq show 0198c0de-… --queue default --json", "for programs"],
  ]).action((id: string, options: ShowOptions) =>
    withApp(
      options,
      ports,
      (running) => showLetters(id, options, running, ports),
      (app) => options.queue !== undefined && namedQueue(app, options.queue),
    ),
  );
}

async function showLetters(
  id: string,
  options: ShowOptions,
  running: RunningApp,
  ports: CommandPorts,
): Promise<void> {
  const letters = await lettersOf(id, options, running);
  const [first] = letters;
  if (first === undefined) {
    throw new CeleriacError(
      "refused",
      `there is no dead letter ${show(id)}: it was redriven or purged, somebody else looks at it at this moment, or the id is another's; celeriac dlq list shows what lies there`,
    );
  }
  const outcome = first.taskId === undefined ? undefined : await outcomeOf(first.taskId, running);
  if (options.json === true) {
    ports.stdout(jsonLine({ letters, outcome }));
    return;
  }
  const now = ports.clock.now();
  const recorded =
    outcome === undefined
      ? []
      : ["", "recorded of its task:", outcomeText(outcome, now, createPaint(ports)).trimEnd()];
  const blocks = letters.map((letter) => letterLines(letter, now).join("\n"));
  ports.stdout(`${[blocks.join("\n\n"), ...recorded].join("\n")}\n`);
}

/** One task may lie there more than once: a duplicate is harmless. */
async function lettersOf(
  id: string,
  { queue }: ShowOptions,
  { app, client }: RunningApp,
): Promise<readonly PlacedLetter[]> {
  const queues = queue === undefined ? [...app.queues.keys()] : [queue];
  const lists = await Promise.all(
    queues.map(async (name): Promise<readonly PlacedLetter[]> => {
      const letters = client.deadLetters(name);
      const ofTask = await letters.list({ taskIds: [id] });
      const found = ofTask.length > 0 ? ofTask : await letters.list({ messageIds: [id] });
      return found.map((letter) => ({ queue: name, ...letter }));
    }),
  );
  return lists.flat();
}

async function outcomeOf(taskId: string, running: RunningApp) {
  const { summary, task } = await requestOf(running, taskId, undefined);
  if (summary === undefined || task === undefined) return summary;
  return running.client.handle(task, taskId).outcome();
}

function letterLines(letter: PlacedLetter, now: number): readonly string[] {
  const text = (said: string | undefined): string | undefined =>
    said === undefined ? undefined : foreignText(said);
  return fieldLines([
    ["queue", letter.queue],
    ["task", text(letter.task) ?? "(no envelope that can be read)"],
    ["id", letter.taskId],
    ["message", letter.messageId],
    ["reason", letter.reason],
    ["error", text(letter.error)],
    ["came", instantText(letter.sentAt, now)],
    ["redrive starts generation", letter.generation?.toString()],
    ["input", text(letter.preview)],
  ]);
}
