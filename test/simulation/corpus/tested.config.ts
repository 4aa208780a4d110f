import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import type { Reporter } from "vitest/node";
import { patchSource } from "./patch-source.ts";
import type { TestedVariant } from "./variant.ts";
import { testedVariants } from "./variants/index.ts";

type Plugin = NonNullable<ViteUserConfig["plugins"]>[number];

const ROOT = new URL("../../../", import.meta.url);
const STOP_AT_FAILURE = fileURLToPath(new URL("./stop-at-failure.ts", import.meta.url));

/** Has the tests of a project see the variant's sources. */
function patched(variant: TestedVariant): Plugin {
  const byPath = Map.groupBy(variant.edits, ({ file }) => fileURLToPath(new URL(file, ROOT)));
  return {
    name: `variant-${variant.name}`,
    enforce: "pre",
    async load(id) {
      const edits = byPath.get(id);
      return edits === undefined ? undefined : patchSource(await readFile(id, "utf8"), edits);
    },
  };
}

/** One line of JSON for each project: which of its tests failed. */
const reporter: Reporter = {
  onTestRunEnd(modules) {
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const failed = tests.filter((test) => test.result().state === "failed");
      const broken = module.errors().map(({ message }) => message);
      const line = {
        name: module.project.name,
        tests: tests.length,
        failed: failed.map((test) => test.fullName),
        broken,
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  },
};

/** A project for each variant that tests of the part itself have to kill. */
const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(ROOT),
  test: {
    pool: "threads",
    maxWorkers: 2,
    reporters: [reporter],
    isolate: false,
    projects: testedVariants.map((variant) => ({
      plugins: [patched(variant)],
      test: { name: variant.name, include: [variant.test], setupFiles: [STOP_AT_FAILURE] },
    })),
  },
});

export default config;
