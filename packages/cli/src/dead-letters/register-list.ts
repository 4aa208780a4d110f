import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue } from "../named.ts";
import { createPaint } from "../text/paint.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { lettersText, type PlacedLetter } from "./letters-text.ts";
import { addSelectionOptions, type SelectionOptions, selectionOf } from "./selection-options.ts";

interface ListOptions extends RunningAppOptions, SelectionOptions {}

const DEFAULT_LIMIT = 100;

/** Adds `celeriac dlq list`. */
export function registerList(group: Command, ports: CommandPorts): void {
  const command = group
    .command("list")
    .summary("what lies there")
    .description(
      "Lists dead letters, in no order: 100 of each queue unless --limit says otherwise.",
    )
    .argument("[queues...]", "of these queues (default: all of the app)");
  addSelectionOptions(command);
  addExamples(addRunningAppOptions(command), [
    ["celeriac dlq list", "in all queues"],
    ["celeriac dlq list default --error TimeoutError --newer-than 1h", "the last hour's timeouts"],
    ["celeriac dlq list --json | jq -r '.[].taskId'", "for programs"],
  ]).action((names: readonly string[], options: ListOptions) =>
    withApp(
      options,
      ports,
      async (running) => {
        const letters = await listIn(names, options, running, ports);
        ports.stdout(
          options.json === true
            ? jsonLine(letters)
            : lettersText(letters, ports.clock.now(), createPaint(ports)),
        );
      },
      (app) => names.map((name) => namedQueue(app, name)),
    ),
  );
}

async function listIn(
  names: readonly string[],
  options: ListOptions,
  { app, client }: RunningApp,
  { clock }: CommandPorts,
): Promise<readonly PlacedLetter[]> {
  const queues = names.length === 0 ? [...app.queues.keys()] : names;
  const selection = selectionOf({ limit: DEFAULT_LIMIT, ...options }, clock);
  const lists = await Promise.all(
    queues.map(async (queue): Promise<readonly PlacedLetter[]> => {
      const letters = await client.deadLetters(queue).list(selection);
      return letters.map((letter) => ({ queue, ...letter }));
    }),
  );
  return lists.flat();
}
