import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Where the peers are kept from one bench to the next. */
const PEERS_FOLDER: string =
  process.env["CELERIAC_BENCH_CACHE"] ?? join(homedir(), ".cache", "celeriac-bench");

/** The program of Celery's environment. */
export const PYTHON: string = join(PEERS_FOLDER, "venv", "bin", "python");

/** Installs the Node peers at their pinned versions, once. @throws when the registry cannot be reached. */
export async function installNodePeers(): Promise<void> {
  const folder = join(PEERS_FOLDER, "npm");
  await once("package.json", join(folder, "stamp"), async () => {
    await mkdir(folder, { recursive: true });
    await copyFile(source("package.json"), join(folder, "package.json"));
    const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock"];
    await run("npm", [...words, "--ignore-scripts", "--loglevel=error"], { cwd: folder });
  });
}

/** Installs Celery at its pinned versions, once. @throws when Python or its index cannot be reached. */
export async function installCelery(): Promise<void> {
  await once("requirements.txt", join(PEERS_FOLDER, "venv", "stamp"), async () => {
    await mkdir(PEERS_FOLDER, { recursive: true });
    await run("python3", ["-m", "venv", join(PEERS_FOLDER, "venv")]);
    const words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(PYTHON, [...words, "-r", source("requirements.txt")]);
  });
}

/** Whether a program answers. */
export function isThere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A package of the Node peers. */
export function peerPackage(name: string): unknown {
  return createRequire(join(PEERS_FOLDER, "npm", "package.json"))(name);
}

/** Does it unless it was done for the same text of a file. */
async function once(name: string, stamp: string, install: () => Promise<void>): Promise<void> {
  const wanted = createHash("sha256")
    .update(await readFile(source(name)))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  await install();
  await writeFile(stamp, wanted);
}
