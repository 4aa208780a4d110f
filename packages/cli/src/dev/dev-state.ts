import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CeleriacError } from "@celeriac/core";

/** What other processes on this machine find an app's system by. */
export interface DevState {
  readonly pid: number;
  readonly app: string;
  /** What they need in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The folder `.celeriac` of a project: bundles, data, and where the system is that runs. */
export interface StateFolder {
  /** Absolute. */
  readonly path: string;
  /** The files that `write` writes. */
  readonly files: readonly string[];
  write(state: DevState): void;
  remove(): void;
}

/**
 * Makes the folder, which git passes over.
 * @throws {CeleriacError} `invalid-options` when another `celeriac dev` runs in it.
 */
export async function openStateFolder(directory: string): Promise<StateFolder> {
  const path = join(directory, ".celeriac");
  await mkdir(path, { recursive: true });
  writeFileSync(join(path, ".gitignore"), "*\n");
  const [json, env] = [join(path, "dev.json"), join(path, "dev.env")];
  refuseSecond(json);
  return {
    path,
    files: [json, env],
    write: (state) => {
      put(env, envText(state.environment));
      put(json, `${JSON.stringify(state, undefined, 2)}\n`);
    },
    remove: () => {
      for (const file of [json, env]) rmSync(file, { force: true });
    },
  };
}

function refuseSecond(file: string): void {
  let pid: number;
  try {
    pid = (JSON.parse(readFileSync(file, "utf8")) as DevState).pid;
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new CeleriacError(
    "invalid-options",
    `a celeriac dev runs in this folder already, process ${pid}: end it first, or work with that one`,
  );
}

/** As `node --env-file` and a shell read it. */
function envText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join("");
}

/** Whoever reads it meanwhile has the old one or the new one, whole. */
function put(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, file);
}
