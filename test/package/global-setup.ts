import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packPackage } from "../../tools/pack-package.ts";
import { declaredVersions } from "../../tools/package/repository.ts";
import { installInto } from "./install-package.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string;
    /** A project that only sends and runs tasks: it has celeriac and what its own code needs. */
    readonly production: string;
    /** A project with the emulators and tools beside it, as the README has them installed. */
    readonly development: string;
  }
}

/** Packs the package and installs it into two projects of the fixture's files, once for all tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tarball = await packPackage();
  const folder = await mkdtemp(join(tmpdir(), "celeriac-package-"));
  const production = join(folder, "production");
  const development = join(folder, "development");
  const versions = declaredVersions();
  const pinned = (...names: string[]): string[] => names.map((n) => `${n}@${versions.get(n)}`);
  const own = pinned("zod");
  await installInto(production, [tarball, ...own]);
  await installInto(
    development,
    [tarball, ...own],
    [...pinned("fauxqs", "dynalite", "esbuild", "vitest"), "@types/node@24"],
  );
  for (const each of [production, development]) {
    await cp(join(import.meta.dirname, "fixture"), each, { recursive: true });
  }
  project.provide("tarball", tarball);
  project.provide("production", production);
  project.provide("development", development);
  return () => rm(folder, { recursive: true, force: true });
}
