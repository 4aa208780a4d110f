/**
 * Packs the package that users install, as `npm publish` would, and prints where the tarball is:
 *
 *     node tools/pack-package.ts
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildPackage } from "./build-package.ts";
import { ROOT } from "./package/repository.ts";

/** What the package is made of. */
const SOURCES = [
  "packages/*/package.json",
  "packages/*/src/**/*.ts",
  "packages/celeriac/{docker/*,README.md}",
  "docs/*.md",
  "{LICENSE,NOTICE,CHANGELOG.md,package-lock.json,tsconfig*.json}",
  "tools/{build-package,pack-package}.ts",
  "tools/package/*.ts",
];

/** The tarballs that are kept, the newest: somebody may be installing the last but one. */
const KEPT = 5;

/**
 * Answers the path of the tarball of the sources as they are, which is made when there is none yet. Several processes may
 * ask at once.
 * @throws {Error} when the package cannot be built.
 */
export async function packPackage(): Promise<string> {
  const cache = join(ROOT, "node_modules/.cache/celeriac-package");
  const folder = join(cache, digestOfSources());
  if (!existsSync(folder)) await packInto(cache, folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`${folder} holds no tarball: remove it`);
  return join(folder, tarball);
}

async function packInto(cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, "unfinished-"));
  try {
    const built = join(unfinished, "built");
    await buildPackage(built);
    const arguments_ = ["pack", "--ignore-scripts", "--pack-destination", unfinished, built];
    await promisify(execFile)("npm", arguments_, { cwd: unfinished });
    await rm(built, { recursive: true });
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeOld(cache);
}

function digestOfSources(): string {
  const digest = createHash("sha256");
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  for (const file of files.filter((name) => !name.endsWith(".test.ts")).toSorted()) {
    digest.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return digest.digest("hex").slice(0, 16);
}

async function removeOld(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => !name.startsWith("unfinished-"));
  const packed = names.map((name) => ({ name, at: statSync(join(cache, name)).mtimeMs }));
  const old = packed.toSorted((a, b) => b.at - a.at).slice(KEPT);
  for (const { name } of old) await rm(join(cache, name), { recursive: true, force: true });
}

if (import.meta.main) console.log(await packPackage());
