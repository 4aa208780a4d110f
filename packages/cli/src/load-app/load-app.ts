import { pathToFileURL } from "node:url";
import { type App, CeleriacError, didYouMean, show } from "@celeriac/core";
import type { CommandPorts } from "../command-ports.ts";
import { findAppModule } from "./app-module.ts";
import { loadFault } from "./load-fault.ts";
import type { ModulePath } from "./module-path.ts";

/**
 * Loads the app that a command is about.
 * @param option what `--app` says.
 * @throws {CeleriacError} `invalid-options` when there is no module, it cannot be loaded, or it exports no app or
 * several; `invalid-definition` from the app itself.
 */
export async function loadApp(
  option: string | undefined,
  ports: Pick<CommandPorts, "directory" | "importModule">,
): Promise<App> {
  const module = await findAppModule(option, ports.directory);
  return appAmong(await load(module.path, ports), module);
}

async function load(path: string, ports: Pick<CommandPorts, "importModule">): Promise<object> {
  try {
    const exports = await ports.importModule(pathToFileURL(path).href);
    return typeof exports === "object" && exports !== null ? exports : {};
  } catch (error) {
    throw CeleriacError.is(error) ? error : loadFault(path, error);
  }
}

function appAmong(exports: object, { path, exportName }: ModulePath): App {
  const apps = Object.entries(exports).filter((entry): entry is [string, App] => isApp(entry[1]));
  if (exportName !== undefined) return appCalled(exportName, apps, path);
  const [first] = apps;
  if (first === undefined) {
    throw new CeleriacError(
      "invalid-options",
      `${path} exports no app: expected a module with "export const app = defineApp({ … })"`,
    );
  }
  // One app under two names is one app.
  if (apps.every(([, app]) => app === first[1])) return first[1];
  throw new CeleriacError(
    "invalid-options",
    `${path} exports several apps, ${namesOf(apps)}: choose one, by --app ${path}#${first[0]}`,
  );
}

function appCalled(name: string, apps: readonly (readonly [string, App])[], path: string): App {
  const found = apps.find(([exported]) => exported === name);
  if (found !== undefined) return found[1];
  const there = apps.length === 0 ? "none" : namesOf(apps);
  const hint = didYouMean(
    name,
    apps.map(([exported]) => exported),
  );
  throw new CeleriacError(
    "invalid-options",
    `${path} exports no app called ${show(name)}: expected one of its apps, ${there}${hint}`,
  );
}

function namesOf(apps: readonly (readonly [string, App])[]): string {
  return apps.map(([name]) => name).join(", ");
}

/** Recognises what `defineApp` made, in this or another copy of the library. */
function isApp(value: unknown): value is App {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "app" &&
    "tasks" in value &&
    "queues" in value
  );
}
