import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BuildOptions } from "esbuild";
import { emulatorError } from "../emulator-error.ts";
import type { ChildKeeper } from "../process/child-keeper.ts";
import { BUNDLE_SOURCE } from "./bundle-source.ts";

export interface BundleJob {
  /** A path or a `file:` URL. */
  readonly entry: string;
  /** Where `index.mjs` goes; made when missing. */
  readonly folder: string;
}

/** CommonJS packages inside an ES module still ask for what an ES module does not have. */
const BANNER = [
  'import { createRequire as celeriacCreateRequire } from "node:module";',
  'import { fileURLToPath as celeriacPath } from "node:url";',
  "const require = celeriacCreateRequire(import.meta.url);",
  "const __filename = celeriacPath(import.meta.url);",
  'const __dirname = celeriacPath(new URL(".", import.meta.url));',
].join("");

/**
 * Bundles functions as a deployment would: minified ES modules with everything in them, `index.mjs` to start with.
 * @throws {CeleriacError} emulator-failed with what esbuild said.
 */
export async function bundleFunctions(
  jobs: readonly BundleJob[],
  keeper: ChildKeeper,
): Promise<void> {
  if (jobs.length === 0) return;
  const require = createRequire(import.meta.url);
  const esbuild = pathToFileURL(require.resolve("esbuild")).href;
  const output: string[] = [];
  const child = keeper.start({
    command: process.execPath,
    arguments: [
      ...["--input-type=module", "-e", BUNDLE_SOURCE, esbuild],
      JSON.stringify(jobs.map(functionBundleOptions)),
    ],
    environment: {},
    onLine: (line) => output.push(line),
  });
  const { code } = await child.exited;
  if (code === 0) return;
  const entries = jobs.map(({ entry }) => entry).join(", ");
  throw emulatorError(`could not bundle the functions ${entries}:\n${output.join("\n")}`);
}

/** How a function is bundled. */
export function functionBundleOptions({ entry, folder }: BundleJob): BuildOptions {
  return {
    entryPoints: [{ in: entry.startsWith("file:") ? fileURLToPath(entry) : entry, out: "index" }],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is imported only when it is needed is neither read nor compiled at a cold start.
    splitting: true,
    platform: "node",
    target: "node22",
    format: "esm",
    minify: true,
    // Error names are class names, and are recorded.
    keepNames: true,
    sourcemap: true,
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    legalComments: "none",
    logLevel: "error",
  };
}
