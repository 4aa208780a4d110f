/**
 * Builds the package that users install: one folder with all the rooms bundled, and a manifest of its own.
 *
 *     node tools/build-package.ts [folder]
 *
 * The folder is `dist/celeriac` unless another is named; what is in it goes first. `CELERIAC_REPOSITORY` is the web address
 * of the repository, which the manifest names then.
 */
import { cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { bundleSources } from "./package/bundle-sources.ts";
import { LAMBDA_RUNTIME, planDependencies } from "./package/dependency-plan.ts";
import { importedPackages } from "./package/imported-packages.ts";
import { packageManifest, RUNTIME_FILE } from "./package/package-manifest.ts";
import { packedPage } from "./package/packed-pages.ts";
import { declaredVersions, PUBLISHED, ROOT, readManifest } from "./package/repository.ts";
import { thirdPartyNotices } from "./package/third-party-notices.ts";

const MODULES = join(ROOT, "node_modules");

/** What the package holds as it lies in the repository: from there, and to here. */
const COPIED = [
  ["LICENSE", "LICENSE"],
  ["NOTICE", "NOTICE"],
  [`${PUBLISHED}/docker`, "docker"],
  [`node_modules/${LAMBDA_RUNTIME.name}/${LAMBDA_RUNTIME.file}`, RUNTIME_FILE],
] as const;

/**
 * Builds the package into a folder.
 * @param repository its web address, where it is known.
 * @throws {Error} when what it imports is not what it declares.
 */
export async function buildPackage(folder: string, repository?: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const source = readManifest(join(ROOT, PUBLISHED));
  const versions = declaredVersions();
  const dist = join(folder, "dist");
  const { held, imports } = await bundleSources(source, versions, dist);
  const plan = planDependencies(importedPackages(imports, dist, versions), versions);
  for (const [from, to] of COPIED) {
    await cp(join(ROOT, from), join(folder, to), { recursive: true });
  }
  await write(join(folder, "package.json"), json(packageManifest(source, plan, repository)));
  const notices = thirdPartyNotices([...held, LAMBDA_RUNTIME.name].toSorted(), MODULES);
  await write(join(folder, "THIRD-PARTY-NOTICES.md"), notices);
  await copyPages(folder);
}

/** All are there before the first is looked through: they link each other. */
async function copyPages(folder: string): Promise<void> {
  const pages = [
    [`${PUBLISHED}/README.md`, "README.md"],
    ["CHANGELOG.md", "CHANGELOG.md"],
  ];
  for await (const page of glob("docs/*.md", { cwd: ROOT })) pages.push([page, page]);
  for (const [from = "", to = ""] of pages) {
    await cp(join(ROOT, from), join(folder, to));
  }
  for (const [, to = ""] of pages) {
    const text = await readFile(join(folder, to), "utf8");
    await write(join(folder, to), packedPage(text, to, folder));
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(ROOT, "dist/celeriac"));
  await buildPackage(folder, process.env["CELERIAC_REPOSITORY"] || undefined);
  console.log(`built ${folder}`);
}
