import { CeleriacError, show } from "@celeriac/core";
import { type Command, InvalidArgumentError } from "commander";
import { addExamples } from "../add-examples.ts";
import { type AppOption, addAppOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { findAppModule } from "../load-app/app-module.ts";
import { findHostEntry } from "../load-app/host-entries.ts";
import { loadApp } from "../load-app/load-app.ts";
import { namedQueue } from "../named.ts";

interface WorkerCommandOptions extends AppOption {
  readonly entry?: string;
  readonly queues?: readonly string[];
  readonly concurrency?: number;
}

/** Adds `celeriac worker`: a worker of the app, in this process. */
export function registerWorker(program: Command, ports: CommandPorts): void {
  const command = program
    .command("worker")
    .summary("run a worker of the app here")
    .description(
      "Consumes the app's fargate queues in this process, from where a client would send to, and writes a line of JSON for whatever " +
        "is worth telling. SIGTERM and Ctrl-C let what runs end, at most so long as the queue's drain; the second one gives it back at " +
        "once. Both exit with 0.",
    )
    .option(
      "--entry <module>",
      'the module that calls runWorker (default: "celeriac": { "worker": … } in package.json, else worker.ts beside the app, else the app alone)',
    )
    .option("--queues <names>", "the queues to consume, commas between them (default: all)", names)
    .option(
      "--concurrency <n>",
      "tasks at a time, of each queue (default: as the queue says)",
      atATime,
    );
  addExamples(addAppOption(command), [
    ["celeriac worker", "all of the app's fargate queues"],
    ["celeriac worker --queues images --concurrency 2", "one of them, two tasks at a time"],
    ["sst shell -- celeriac worker", "of a deployed app, on this machine"],
  ]).action((options: WorkerCommandOptions) => runWorker(options, ports));
}

async function runWorker(options: WorkerCommandOptions, ports: CommandPorts): Promise<void> {
  const app = await loadApp(options.app, ports);
  for (const name of options.queues ?? []) {
    const { kind } = namedQueue(app, name);
    if (kind === "fargate") continue;
    throw new CeleriacError(
      "invalid-options",
      `queue ${show(name)} is for Lambda: declare it as fargate() to have a worker consume it`,
    );
  }
  const appModule = await findAppModule(options.app, ports.directory);
  const entry = await findHostEntry("worker", {
    ...{ app, appModule, directory: ports.directory, option: options.entry },
  });
  const { queues, concurrency } = options;
  await ports.runWorker({ app, entry: entry?.path, queues, concurrency });
}

function names(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function atATime(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new InvalidArgumentError("Expected a whole number, 1 to 1,000.");
}
