import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** Makes an empty project in a folder and installs packages into it, as a user would: names with versions, or tarballs. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await npm(folder, ["install", ...packages]);
}

/** Runs npm, which must do what it is told. */
export async function npm(folder: string, args: readonly string[]): Promise<string> {
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { code, stdout, stderr } = await runCommand("npm", [...args, ...quiet], { cwd: folder });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} ended with ${code}:\n${stderr}`);
  return stdout;
}

/**
 * The path of a Node of another version, from npm, which has it for Linux; `undefined` elsewhere. It is installed once for
 * all runs into `~/.cache/celeriac-node`.
 */
export async function installedNode(version: string): Promise<string | undefined> {
  const name = `node-${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return undefined;
  const cache = join(homedir(), ".cache/celeriac-node");
  const folder = join(cache, `${name}-${version}`);
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const unfinished = await mkdtemp(join(cache, "unfinished-"));
    await installInto(unfinished, [`${name}@${version}`]);
    await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  }
  return join(folder, "node_modules", name, "bin/node");
}
