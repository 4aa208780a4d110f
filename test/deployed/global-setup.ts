import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FUNCTION_SETTINGS } from "@celeriac/sst/function-settings";
import { stop } from "esbuild-in-sst";
import type { TestProject } from "vitest/node";
import { buildAsSst } from "./sst-build.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of each function's bundle, as SST builds it, by the path of its entry from the repository's root. */
    readonly deployed: Readonly<Record<string, string>> | undefined;
  }
}

const ROOT = join(import.meta.dirname, "../..");
const ENTRIES = ["test/e2e/fixture/lambda", "test/e2e/fixture/keyed-lambda"];

/** Builds the end-to-end apps' functions, once for all tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "celeriac-deployed-"));
  const bundles = await Promise.all(
    ENTRIES.map(async (entry, index) => {
      const args = { handler: `${entry}.handler`, ...FUNCTION_SETTINGS };
      const built = await buildAsSst(args, { root: ROOT, out: join(folder, String(index)) });
      return [`${entry}.ts`, built.folder] as const;
    }),
  );
  await stop();
  project.provide("deployed", Object.fromEntries(bundles));
  return () => rm(folder, { recursive: true });
}
