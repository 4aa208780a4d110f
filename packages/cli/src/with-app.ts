import { type App, resourcesFor } from "@celeriac/core";
import type { Command } from "commander";
import { type AppOption, addAppOption, addJsonOption, type JsonOption } from "./app-option.ts";
import type { CommandPorts, OpenedApp } from "./command-ports.ts";
import { loadApp } from "./load-app/load-app.ts";
import { addResourceOptions, findAppResources, type ResourceOptions } from "./resource-options.ts";

/** What every command on a running app can be told. */
export interface RunningAppOptions extends AppOption, JsonOption, ResourceOptions {}

/** A running app. */
export interface RunningApp extends OpenedApp {
  readonly app: App;
}

/** Adds `--app`, `--resources`, `--link`, `--endpoint` and `--json`. */
export function addRunningAppOptions(command: Command): Command {
  return addJsonOption(addResourceOptions(addAppOption(command.optionsGroup("Common options:"))));
}

/**
 * Loads the app that the options name, opens connections to its resources, does the work and closes them.
 * @param check looks at the app before anybody looks for its resources.
 * @throws {CeleriacError} when there is no such app, or its resources are not known or lack a queue.
 */
export async function withApp<Value>(
  options: RunningAppOptions,
  ports: CommandPorts,
  work: (running: RunningApp) => Promise<Value>,
  check: (app: App) => unknown = () => undefined,
): Promise<Value> {
  const app = await loadApp(options.app, ports);
  check(app);
  const resources = resourcesFor(app, await findAppResources(app, options, ports));
  const opened = ports.openApp(app, resources);
  try {
    return await work({ ...opened, app });
  } finally {
    await opened.close();
  }
}
