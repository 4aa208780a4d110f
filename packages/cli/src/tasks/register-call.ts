import {
  type AnyTask,
  type App,
  CeleriacError,
  type Duration,
  type EnqueueOptions,
  show,
} from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { JSON_INPUT, readJsonInput } from "../json-input.ts";
import { jsonLine } from "../json-line.ts";
import { namedQueue, namedTask } from "../named.ts";
import { addTag, duration, durationOrInstant, instant } from "../quantities.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { waitForEnd } from "./wait-for-end.ts";

interface CallOptions extends RunningAppOptions {
  readonly delay?: Duration;
  readonly eta?: Date;
  readonly expires?: Duration | Date;
  readonly taskId?: string;
  readonly queue?: string;
  readonly tenant?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly wait?: Duration | true;
}

/** Adds `celeriac call`: enqueues one task, and waits for its result where that is asked for. */
export function registerCall(program: Command, ports: CommandPorts): void {
  const command = program
    .command("call")
    .summary("enqueue a task, and wait for its result")
    .description(
      "Enqueues one task and prints its id, once SQS has stored it. With --wait prints its result instead, and exits with 1 where it has none.",
    )
    .argument("<task>", "the task's name, as celeriac tasks lists it")
    .argument("[input]", `its input: ${JSON_INPUT}`)
    .option("--wait [duration]", "wait for the result (default: 5m)", duration)
    .option("--delay <duration>", "not before this long from now", duration)
    .option("--eta <instant>", "not before this instant", instant)
    .option(
      "--expires <when>",
      "not worth starting after this long, or this instant",
      durationOrInstant,
    )
    .option("--task-id <id>", "names the request: a second one of this id is the same request")
    .option("--tag <name=value>", "a label; may be repeated", addTag)
    .option("--queue <name>", "another queue than the task's")
    .option("--tenant <name>", "who it is done for");
  addExamples(addRunningAppOptions(command), [
    [`celeriac call greet '{"name":"Ishmael"}'`, "prints the task's id"],
    [`celeriac call greet '{"name":"Ishmael"}' --wait 30s`, "prints what it answers"],
    ["celeriac call report @input.json --delay 10m --tag customer=42", "its input from a file"],
    ["jq .order order.json | celeriac call ship - --json", "its input from a pipe"],
  ]).action((name: string, input: string | undefined, options: CallOptions) =>
    withApp(
      options,
      ports,
      (running) => call(name, input, options, { running, ports }),
      (app) => checkCall(name, options, app),
    ),
  );
}

interface Surroundings {
  readonly running: RunningApp;
  readonly ports: CommandPorts;
}

async function call(
  name: string,
  said: string | undefined,
  options: CallOptions,
  { running, ports }: Surroundings,
): Promise<void> {
  const task = namedTask(running.app, name);
  const input = said === undefined ? undefined : await readJsonInput(said, ports);
  // The schema judges it, as any input: what was typed has no other type.
  const definition: AnyTask = task.definition;
  const handle = await running.client.enqueue(definition, input, conditionsOf(options));
  if (handle.joined) {
    ports.stderr("A request of the same unique key is under way: this is its id.\n");
  }
  if (options.wait === undefined) {
    const { taskId, joined } = handle;
    const sent = { taskId, task: name, queue: options.queue ?? task.queue, joined };
    ports.stdout(options.json === true ? jsonLine(sent) : `${taskId}\n`);
    return;
  }
  ports.stderr(`task ${handle.taskId}\n`);
  const timeout = options.wait === true ? "5m" : options.wait;
  await waitForEnd(handle, { timeout }, options, ports);
}

function conditionsOf(options: CallOptions): EnqueueOptions {
  const { delay, eta, expires, taskId, queue, tenant, tag } = options;
  return {
    ...(delay === undefined ? {} : { delay }),
    ...(eta === undefined ? {} : { eta }),
    ...(expires === undefined ? {} : { expires }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(queue === undefined ? {} : { queue }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(tag === undefined ? {} : { tags: tag }),
  };
}

function checkCall(name: string, { wait, queue }: CallOptions, app: App): void {
  const { ignoreResult } = namedTask(app, name);
  if (queue !== undefined) namedQueue(app, queue);
  if (wait === undefined || !ignoreResult) return;
  throw new CeleriacError(
    "invalid-options",
    `task ${show(name)} keeps no result (ignoreResult): leave --wait out, since nobody can tell when it has succeeded`,
  );
}
