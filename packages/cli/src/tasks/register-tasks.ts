import type { App } from "@celeriac/core";
import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import { type AppOption, addAppOption, addJsonOption, type JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { loadApp } from "../load-app/load-app.ts";
import { columnTable } from "../text/column-table.ts";
import { createPaint } from "../text/paint.ts";
import { type DescribedTask, describeTask } from "./describe-task.ts";

/** Adds `celeriac tasks`: what the app has registered. Nobody is asked. */
export function registerTasks(program: Command, ports: CommandPorts): void {
  const command = program
    .command("tasks")
    .summary("the tasks of an app")
    .description(
      "Lists the app's tasks: queue and host, time limits, retries, what keeps them from being done twice, and schedules. Asks nobody: no account is needed.",
    );
  addExamples(addJsonOption(addAppOption(command)), [
    ["celeriac tasks", "every task of the app in src/app.ts"],
    ["celeriac tasks --json | jq '.[].name'", "for programs"],
  ]).action(async (options: AppOption & JsonOption) => {
    const app = await loadApp(options.app, ports);
    const tasks = [...app.tasks.values()].map((task) => describeTask(app, task));
    if (options.json === true) ports.stdout(jsonLine(tasks));
    else ports.stdout(`${textOf(app, tasks, ports)}\n`);
  });
}

function textOf(app: App, tasks: readonly DescribedTask[], ports: CommandPorts): string {
  const paint = createPaint(ports);
  const heads = ["TASK", "QUEUE", "HOST", "LIMITS", "RETRIES", "ONCE", "SCHEDULES"];
  return columnTable(
    heads.map((head) => ({ head: paint("bold", head) })),
    tasks.map((task) => [
      task.name,
      task.queue,
      app.queues.get(task.queue)?.kind ?? "",
      task.text.limits,
      task.text.retries,
      task.text.once,
      task.text.schedules,
    ]),
  );
}
