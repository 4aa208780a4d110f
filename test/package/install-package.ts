import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../tools/package/repository.ts";
import { runCommand } from "./run-command.ts";

/**
 * Makes an empty project in a folder and installs packages into it, as a user would: names with versions, or tarballs. What
 * they depend on is had in the version that this repository has too, so that nothing fails for what was published today.
 */
export async function installInto(
  folder: string,
  packages: readonly string[],
  development: readonly string[] = [],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const named = [...packages, ...development].map((each) => each.replace(/(?<=.)@[^@]*$/, ""));
  const overrides = Object.entries(lockedVersions()).filter(([name]) => !named.includes(name));
  const manifest = { private: true, type: "module", overrides: Object.fromEntries(overrides) };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  await npm(folder, ["install", ...packages]);
  if (development.length > 0) await npm(folder, ["install", "--save-dev", ...development]);
}

/** The versions of this repository's lock file. */
function lockedVersions(): Readonly<Record<string, string>> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const versions = Object.entries(packages).flatMap(([path, { version }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    return name === undefined || version === undefined ? [] : [[name, version]];
  });
  return Object.fromEntries(versions);
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
