import type { Duration } from "@celeriac/core";
import { CeleriacError, isFinal } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { namedTask } from "../named.ts";
import { duration, wholeNumber } from "../quantities.ts";
import { createPaint } from "../text/paint.ts";
import {
  addRunningAppOptions,
  type RunningApp,
  type RunningAppOptions,
  withApp,
} from "../with-app.ts";
import { outcomeText } from "./outcome-text.ts";
import { requestOf } from "./request-of.ts";
import { waitForEnd } from "./wait-for-end.ts";

interface ResultOptions extends RunningAppOptions {
  readonly wait?: Duration | true;
  readonly task?: string;
  readonly generation?: number;
}

/** Adds `celeriac result`: what is recorded of one request. */
export function registerResult(program: Command, ports: CommandPorts): void {
  const command = program
    .command("result")
    .summary("what became of a task")
    .description(
      "Shows what is recorded of one task: its state, attempts, times, result, and its error with its causes. " +
        "With --wait waits for its end and prints the result alone. Exits with 1 where it failed, was revoked or has expired.",
    )
    .argument("<id>", "the task's id")
    .option("--wait [duration]", "wait for its end (default: 5m)", duration)
    .option(
      "--generation <number>",
      "with --wait: take no failure from before this redrive for the end, 1 being the first",
      wholeNumber,
    )
    .option("--task <name>", "which task it is, for --wait before its first attempt");
  addExamples(addRunningAppOptions(command), [
    ["celeriac result 0198c0de-…", "everything that is known"],
    ["celeriac result 0198c0de-… --wait 1m", "its result, once there is one"],
    ["celeriac result 0198c0de-… --wait --generation 1", "once it has been redriven"],
    ["celeriac result 0198c0de-… --json | jq .state", "for programs"],
  ]).action((id: string, options: ResultOptions) =>
    withApp(
      options,
      ports,
      (running) =>
        options.wait === undefined
          ? show(id, options, { running, ports })
          : wait(id, options.wait === true ? "5m" : options.wait, options, { running, ports }),
      (app) => options.task !== undefined && namedTask(app, options.task),
    ),
  );
}

interface Surroundings {
  readonly running: RunningApp;
  readonly ports: CommandPorts;
}

async function show(
  id: string,
  options: ResultOptions,
  { running, ports }: Surroundings,
): Promise<void> {
  const { summary, task } = await requestOf(running, id, options.task);
  if (summary === undefined) {
    const state = { taskId: id, state: "PENDING" };
    ports.stdout(
      options.json === true
        ? jsonLine(state)
        : `PENDING: no attempt of ${id} has started, or nobody has used this id.\n`,
    );
    return;
  }
  // Of a task that the app has no more, nobody knows how its result is read.
  const outcome = task === undefined ? summary : await running.client.handle(task, id).outcome();
  ports.stdout(
    options.json === true
      ? jsonLine(outcome)
      : outcomeText(outcome, ports.clock.now(), createPaint(ports)),
  );
  if (isFinal(outcome.state) && outcome.state !== "SUCCESS") ports.setExitCode(1);
}

async function wait(
  id: string,
  timeout: Duration,
  options: ResultOptions,
  { running, ports }: Surroundings,
): Promise<void> {
  const { task } = await requestOf(running, id, options.task);
  if (task === undefined) {
    throw new CeleriacError(
      "invalid-options",
      `nothing says which task of the app ${id} is: no attempt of it has started, or the app has its task no more; say --task <name>`,
    );
  }
  const { generation = 0 } = options;
  await waitForEnd(running.client.handle(task, id), { timeout, generation }, options, ports);
}
