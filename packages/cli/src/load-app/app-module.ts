import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CeleriacError, show } from "@celeriac/core";
import { isFile, type ModulePath, readModulePath } from "./module-path.ts";

/** Where an app is, when nobody says. */
const USUAL_PLACES: readonly string[] = ["ts", "mts", "js", "mjs"].flatMap((extension) => [
  `src/app.${extension}`,
  `app.${extension}`,
]);

/**
 * Finds the module of an app: what `--app` says, else `"celeriac": { "app": … }` in the directory's package.json, else
 * the usual places. `module#export` names one export of several.
 * @throws {CeleriacError} `invalid-options` when there is no such file.
 */
export async function findAppModule(
  option: string | undefined,
  directory: string,
): Promise<ModulePath> {
  const said = option ?? (await manifestSetting(directory, "app"));
  if (said !== undefined) return saidModule(said, directory, option === undefined);
  for (const place of USUAL_PLACES) {
    const path = join(directory, place);
    if (await isFile(path)) return { path, exportName: undefined };
  }
  throw new CeleriacError(
    "invalid-options",
    `there is no app in ${directory}: looked for ${USUAL_PLACES.join(", ")}; say where it is, by ` +
      '--app <module> or by "celeriac": { "app": "./src/app.ts" } in package.json',
  );
}

async function saidModule(
  said: string,
  directory: string,
  inManifest: boolean,
): Promise<ModulePath> {
  const module = readModulePath(said, directory);
  if (await isFile(module.path)) return module;
  const where = inManifest ? '"celeriac": { "app": … } in package.json' : "--app";
  throw new CeleriacError(
    "invalid-options",
    `${where} is ${show(said)}: there is no file ${module.path}; expected the module that exports the app`,
  );
}

/**
 * A module that `"celeriac"` in the directory's package.json names; `undefined` where it does not.
 * @throws {CeleriacError} `invalid-options` for what is no text, and for a package.json that cannot be read.
 */
export async function manifestSetting(
  directory: string,
  name: "app" | "consumer" | "worker",
): Promise<string | undefined> {
  const path = join(directory, "package.json");
  if (!(await isFile(path))) return undefined;
  const value = fieldOf(fieldOf(await parseManifest(path), "celeriac"), name);
  if (value === undefined || typeof value === "string") return value;
  throw new CeleriacError(
    "invalid-options",
    `"celeriac": { "${name}": … } in ${path} is ${show(value)}: expected a module's path, such as "./src/${name}.ts"`,
  );
}

async function parseManifest(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : show(cause);
    throw new CeleriacError("invalid-options", `${path} cannot be read: ${reason}`, { cause });
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
