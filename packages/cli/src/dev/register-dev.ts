import type { Command } from "commander";
import { addExamples } from "../add-examples.ts";
import { type AppOption, addAppOption, addJsonOption, type JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { findAppModule } from "../load-app/app-module.ts";
import { findHostEntry } from "../load-app/host-entries.ts";
import { loadApp } from "../load-app/load-app.ts";
import { checkUrl } from "../resource-options.ts";
import { createPaint } from "../text/paint.ts";
import type { DevEvent, DevSystem } from "./dev-port.ts";
import {
  createJsonScreen,
  createTextScreen,
  type DevScreen,
  type StartedWith,
} from "./dev-screen.ts";
import { openStateFolder, type StateFolder } from "./dev-state.ts";

interface DevCommandOptions extends AppOption, JsonOption {
  readonly consumer?: string;
  readonly worker?: string;
  readonly keep?: boolean;
  readonly endpoint?: string;
}

/** Adds `celeriac dev`: an app's whole system on this machine, renewed on each save. */
export function registerDev(program: Command, ports: CommandPorts): void {
  const command = program
    .command("dev")
    .summary("run the whole app on this machine, and reload it on each save")
    .description(
      "Brings up AWS on this machine (SQS, DynamoDB, S3, Scheduler, Lambda), the app's Lambda consumers and its worker, shows every " +
        "task as it goes, and gives consumers and worker new code when a source is saved. Ctrl-C lets what runs end, and exits with " +
        "0; Ctrl-C again ends everything at once, with 130.",
    )
    .option(
      "--consumer <module>",
      'the module that exports the Lambda handler (default: "celeriac": { "consumer": … } in package.json, else lambda.ts beside the app)',
    )
    .option(
      "--worker <module>",
      'the module that calls runWorker (default: "celeriac": { "worker": … } in package.json, else worker.ts beside the app)',
    )
    .option("--keep", "keep queues, records and schedules in .celeriac/data between runs")
    .option("--endpoint <url>", "use a LocalStack that runs, instead of the emulators");
  addExamples(addJsonOption(addAppOption(command)), [
    ["celeriac dev", "the app of this folder"],
    ["celeriac dev --keep", "and go on with its queues tomorrow"],
    ["celeriac dev --endpoint http://localhost:4566", "on LocalStack"],
    ["celeriac dev --json | jq 'select(.event == \"task\")'", "its tasks, for programs"],
  ]).action((options: DevCommandOptions) => runDev(options, ports));
}

async function runDev(options: DevCommandOptions, ports: CommandPorts): Promise<void> {
  const started = await startedWith(options, ports);
  const screen =
    options.json === true
      ? createJsonScreen(started)
      : createTextScreen(started, createPaint(ports));
  const state = await openStateFolder(ports.directory);
  await ports.interruptible((signal) => run({ started, screen, state, ports, signal }));
}

async function startedWith(options: DevCommandOptions, ports: CommandPorts): Promise<StartedWith> {
  const { directory } = ports;
  const app = await loadApp(options.app, ports);
  const appModule = await findAppModule(options.app, directory);
  const search = { app, appModule, directory };
  const consumer = await findHostEntry("consumer", { ...search, option: options.consumer });
  const worker = await findHostEntry("worker", { ...search, option: options.worker });
  return {
    app,
    directory,
    sources: { app: appModule, consumer, worker: worker?.path },
    keep: options.keep === true,
    endpoint: options.endpoint === undefined ? undefined : checkUrl(options.endpoint),
  };
}

interface Run {
  readonly started: StartedWith;
  readonly screen: DevScreen;
  readonly state: StateFolder;
  readonly ports: CommandPorts;
  readonly signal: AbortSignal;
}

async function run({ started, screen, state, ports, signal }: Run): Promise<void> {
  const { stdout, colors } = ports;
  let system: DevSystem | undefined;
  const early: DevEvent[] = [];
  const tell = (event: DevEvent): void => {
    // Where everything is comes first on the screen, and is known last.
    if (system === undefined) early.push(event);
    else {
      if (event.kind === "provisioned") publish(system);
      stdout(screen.event(event));
    }
  };
  const publish = ({ place: { environment } }: DevSystem): void =>
    state.write({ pid: process.pid, app: started.app.name, environment });
  try {
    system = await ports.startDev({ ...started, stateFolder: state.path, colors, tell });
    for (const file of state.files) system.removeAtEnd(file);
    publish(system);
    stdout(screen.ready(system, ports.clock.now()));
    for (const event of early) tell(event);
    await aborted(signal);
    stdout(screen.stopping());
    await system.stop();
    stdout(screen.stopped());
  } finally {
    state.remove();
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
  });
}
