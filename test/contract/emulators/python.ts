import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installOnce } from "./install-once.ts";
import { runProgram } from "./run-program.ts";

const ASK_LIMIT_MS = 30_000;
const INSTALL_LIMIT_MS = 240_000;

/** LocalStack's metadata says 3.10; its source imports what came with 3.13. */
const OLDEST = [3, 13] as const;
/** The one that the listed dependencies were tried with, and that uv fetches where there is none. */
const TRIED_VERSION = "3.13";

const ASK = "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2], sep='\\n')";

export interface Python {
  readonly executable: string;
  /** `3.13` */
  readonly version: string;
}

/**
 * Finds a Python that is new enough: `PYTHON`, by name, pyenv's, uv's (which fetches one). `undefined`: there is none.
 */
export async function findPython(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Python | undefined> {
  for (const candidate of candidates(environment)) {
    const python = await ask(candidate);
    if (python !== undefined) return python;
  }
  await runProgram("uv", ["python", "install", TRIED_VERSION], INSTALL_LIMIT_MS).catch(() => "");
  const path = await runProgram("uv", ["python", "find", TRIED_VERSION], ASK_LIMIT_MS).catch(
    () => "",
  );
  return path === "" ? undefined : ask(path.trim());
}

/** What to tell when there is none. */
export const NO_PYTHON = `no Python ${OLDEST.join(".")} or newer was found: install one (python3.13, pyenv or uv), or name it in PYTHON`;

function candidates(environment: Readonly<Record<string, string | undefined>>): string[] {
  const named = environment["PYTHON"];
  const pyenv = join(environment["PYENV_ROOT"] || join(homedir(), ".pyenv"), "versions");
  return [
    ...(named === undefined || named === "" ? [] : [named]),
    `python${TRIED_VERSION}`,
    ...foldersIn(pyenv)
      .filter((version) => version.startsWith(`${TRIED_VERSION}.`))
      .map((version) => join(pyenv, version, "bin", "python3")),
    "python3",
  ];
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function ask(candidate: string): Promise<Python | undefined> {
  const answer = await runProgram(candidate, ["-c", ASK], ASK_LIMIT_MS).catch(() => "");
  const [executable = "", version = ""] = answer.trim().split("\n");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough = major === OLDEST[0] && minor >= OLDEST[1];
  return isNewEnough ? { executable, version } : undefined;
}

/** Installs exactly what a file beside this one lists; answers the Python that has it. */
export async function installRequirements(
  cache: string,
  name: "localstack" | "ministack",
  python: Python,
): Promise<string> {
  const file = fileURLToPath(new URL(`./${name}-requirements.txt`, import.meta.url));
  const folder = await installOnce({
    cache,
    name,
    key: [readFileSync(file, "utf8"), python.executable, python.version],
    fill: async (unfinished) => {
      await runProgram(python.executable, ["-m", "venv", unfinished], INSTALL_LIMIT_MS);
      // Every dependency is listed: nothing is left to resolve, and nothing unlisted comes along.
      const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"];
      await runProgram(programIn(unfinished), [...pip, "-r", file], INSTALL_LIMIT_MS);
    },
  });
  return programIn(folder);
}

function programIn(folder: string): string {
  return join(folder, "bin", "python");
}
