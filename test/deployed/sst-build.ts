import { createCipheriv } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { FunctionSettings } from "@celeriac/sst/function-settings";
import { type BuildOptions, build, type Metafile } from "esbuild-in-sst";

/** What SST's `Function` is given, as far as its archive depends on it. */
export interface FunctionArguments {
  /** Path without ending, and export, from the folder of sst.config.ts: `"src/lambda.handler"`. */
  readonly handler: string;
  /** @defaultValue SST's own: all of them off */
  readonly nodejs?: Partial<FunctionSettings["nodejs"]> | undefined;
}

export interface SstBuildOptions {
  /** The folder of sst.config.ts. */
  readonly root: string;
  /** The folder that becomes the archive; what is in it goes. */
  readonly out: string;
}

/** What lies in the folder now. */
export interface SstBuild {
  readonly folder: string;
  /** As AWS takes it. */
  readonly handler: string;
  /** What went into which file. */
  readonly metafile: Metafile;
}

/** As `pkg/runtime/node/node.go` looks for the handler's file. */
const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** `pkg/runtime/node/build.go`, the one without a semicolon too. */
const BANNER = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  "const require = topLevelCreateRequire(import.meta.url);",
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  "const __filename = topLevelFileUrlToPath(import.meta.url)",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
  "",
].join("\n");

/**
 * Builds a function's bundle as SST 4.17.1 does at a deployment: with the options of its `pkg/runtime/node/build.go` and
 * the esbuild that its binary embeds, for `nodejs24.x`. It knows the settings that Celeriac's component gives, no others.
 * @throws when there is no such handler, or esbuild refuses it.
 */
export async function buildAsSst(
  { handler, nodejs = {} }: FunctionArguments,
  { root, out }: SstBuildOptions,
): Promise<SstBuild> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { metafile } = await build({
    entryPoints: [entryOf(handler, root)],
    absWorkingDir: root,
    platform: "node",
    external: ["sharp", "pg-native"],
    keepNames: true,
    bundle: true,
    metafile: true,
    sourcemap: "linked",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    minify: nodejs.minify === true,
    logLevel: "error",
    ...outputOf(nodejs, out),
  });
  if (nodejs.sourcemap === undefined) await removeMaps(out);
  return { folder: out, handler: `bundle${extname(handler)}`, metafile };
}

function entryOf(handler: string, root: string): string {
  const name = basename(handler, extname(handler));
  const candidates = EXTENSIONS.map((each) => resolve(root, dirname(handler), `${name}${each}`));
  const entry = candidates.find((each) => existsSync(each));
  if (entry === undefined) throw new Error(`Handler not found: ${handler}`);
  return entry;
}

/** SST uploads the maps for its console, and leaves them out of the archive. */
async function removeMaps(out: string): Promise<void> {
  const maps = (await readdir(out)).filter((name) => name.endsWith(".map"));
  await Promise.all(maps.map((name) => rm(join(out, name))));
}

type Output = Pick<
  BuildOptions,
  "outfile" | "splitting" | "outdir" | "outExtension" | "entryNames"
>;

function outputOf({ splitting }: NonNullable<FunctionArguments["nodejs"]>, out: string): Output {
  if (splitting !== true) return { outfile: join(out, "bundle.mjs") };
  return { splitting, outdir: out, outExtension: { ".js": ".mjs" }, entryNames: "bundle" };
}

/** Writes the links beside a bundle, as SST's `Runtime.Build` does; the key is 32 bytes in base64. */
export async function writeLinks(
  folder: string,
  links: Readonly<Record<string, unknown>>,
  key: string,
): Promise<void> {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "base64"), Buffer.alloc(12));
  const sealed = [cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()];
  await writeFile(join(folder, "resource.enc"), Buffer.concat(sealed));
}
