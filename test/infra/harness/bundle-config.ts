import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { PLATFORM, ROOT } from "./deploy.ts";

const esbuild = createRequire(join(PLATFORM, "package.json"))(
  "esbuild",
) as typeof import("esbuild");

/** What may stay outside of the bundle: what the platform has, and Node. */
const EXTERNAL = [
  ...["@pulumi/*", "undici", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*"],
  ...["esbuild", "archiver", "glob", "vite"],
];

const GLOBALS = [
  'import * as aws from "@pulumi/aws";',
  `import * as sst from "${PLATFORM}/src/components";`,
].join("\n");

/** SST gives each file outside of its own folder the providers and its components by name. */
const injectGlobals: Plugin = {
  name: "inject-globals",
  setup: (build) => {
    build.onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, async ({ path }) => {
      if (path.includes(".sst")) return undefined;
      return { contents: `${GLOBALS}\n${await readFile(path, "utf8")}`, loader: "default" };
    });
  },
};

let bundles = 0;

/**
 * Bundles a configuration, by its path from the project's root, as `sst deploy` does before it runs it (pkg/js/js.go: `Build`; pkg/project/run.go: `RunNext`).
 * Importing the bundle runs the configuration.
 */
export async function bundleConfig(
  config: string,
  stage: { app: string; stage: string },
): Promise<string> {
  bundles += 1;
  const outfile = join(PLATFORM, `sst.config.${process.pid}.${bundles}.mjs`);
  await esbuild.build({
    stdin: {
      contents: [
        `import { run } from "${PLATFORM}/src/auto/run.ts";`,
        `import mod from "${join(ROOT, config)}";`,
        "const result = await run(mod.run);",
        "export default result;",
      ].join("\n"),
      resolveDir: ROOT,
      sourcefile: "eval.ts",
      loader: "ts",
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    sourcemap: "linked",
    mainFields: ["module", "main"],
    nodePaths: [join(PLATFORM, "node_modules")],
    plugins: [injectGlobals],
    external: EXTERNAL,
    inject: [`${PLATFORM}/src/shim/run.js`],
    define: {
      $app: JSON.stringify({
        ...{ name: stage.app, stage: stage.stage, removal: "remove", protect: false },
        providers: { aws: {} },
      }),
      $cli: JSON.stringify({
        command: "deploy",
        rpc: "",
        paths: { home: ROOT, root: ROOT, work: join(ROOT, ".sst"), platform: PLATFORM },
        state: { version: {} },
        env: {},
      }),
      $dev: "false",
    },
    banner: {
      js: [
        "import { createRequire as topLevelCreateRequire } from 'module';",
        "const require = topLevelCreateRequire(import.meta.url);",
        'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
        "const __filename = topLevelFileUrlToPath(import.meta.url)",
        'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
      ].join("\n"),
    },
    logLevel: "silent",
  });
  return outfile;
}
