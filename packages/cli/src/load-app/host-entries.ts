import { dirname, join } from "node:path";
import { type App, CeleriacError, show } from "@celeriac/core";
import { manifestSetting } from "./app-module.ts";
import { isFile, type ModulePath, readModulePath } from "./module-path.ts";

/** The modules that a project's hosts begin with. */
export type HostKind = "consumer" | "worker";

/** Where they are when nobody says: beside the app. */
const USUAL_NAMES: Readonly<Record<HostKind, string>> = { consumer: "lambda", worker: "worker" };
const EXTENSIONS = ["ts", "mts", "js", "mjs"];
const QUEUES_OF: Readonly<Record<HostKind, "lambda" | "fargate">> = {
  consumer: "lambda",
  worker: "fargate",
};

export interface HostEntrySearch {
  readonly app: App;
  readonly appModule: ModulePath;
  /** What the command's option says. */
  readonly option: string | undefined;
  readonly directory: string;
}

/**
 * Finds the module of the Lambda consumer, or of the worker: what `--consumer` or `--worker` says, else
 * `"celeriac": { "consumer": …, "worker": … }` in package.json, else `lambda.ts` or `worker.ts` beside the app's module.
 * `undefined` where there is none and none is needed: no queue is of that kind, or all their tasks have `run`.
 * @throws {CeleriacError} `invalid-options` when there is no such file, `missing-handler` when one is needed.
 */
export async function findHostEntry(
  kind: HostKind,
  { app, appModule, option, directory }: HostEntrySearch,
): Promise<ModulePath | undefined> {
  const said = option ?? (await manifestSetting(directory, kind));
  if (said !== undefined) return saidEntry(kind, said, directory);
  const folder = dirname(appModule.path);
  for (const extension of EXTENSIONS) {
    const path = join(folder, `${USUAL_NAMES[kind]}.${extension}`);
    if (await isFile(path)) return { path, exportName: undefined };
  }
  requireRuns(kind, app, folder);
  return undefined;
}

async function saidEntry(kind: HostKind, said: string, directory: string): Promise<ModulePath> {
  const module = readModulePath(said, directory);
  if (await isFile(module.path)) return module;
  throw new CeleriacError(
    "invalid-options",
    `the ${kind} is ${show(said)}: there is no file ${module.path}; expected the module of the ${kind}, such as src/${USUAL_NAMES[kind]}.ts`,
  );
}

function requireRuns(kind: HostKind, app: App, folder: string): void {
  const needing = [...app.tasks.values()].filter(({ queue, definition }) => {
    const isOurs = app.queues.get(queue)?.kind === QUEUES_OF[kind];
    return isOurs && definition.run === undefined;
  });
  if (needing.length === 0) return;
  const names = needing.map(({ name }) => show(name)).join(", ");
  throw new CeleriacError(
    "missing-handler",
    `nothing here runs ${names}: give it \`run\`, or write the ${kind} with its handler, ${join(folder, `${USUAL_NAMES[kind]}.ts`)}, ` +
      `or say where that is, by --${kind} <module> or by "celeriac": { "${kind}": … } in package.json`,
  );
}
