import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/** An entry as Lambda would load it: one bundle of files, minified. */
export interface Bundled {
  /** Files that are loaded, the entry first, then what it loads by and by. */
  readonly files: readonly string[];
  /** Of those files and all that they import, gzipped. */
  readonly kilobytes: number;
}

/**
 * Bundles a module into a folder.
 * @param alsoLoaded the modules, by their names, which it imports when they are first needed, and needs in its first task
 */
export async function bundled(
  folder: string,
  source: string,
  alsoLoaded: readonly string[],
): Promise<Bundled> {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: source,
      resolveDir: new URL(".", import.meta.url).pathname,
      sourcefile: "entry.ts",
      loader: "ts",
    },
    ...{ bundle: true, minify: true, splitting: true, metafile: true, write: false },
    ...{ format: "esm", platform: "node", target: "node22", outdir: folder, logLevel: "error" },
    // As SST bundles functions: ES modules first, of which unused parts can be left out.
    mainFields: ["module", "main"],
    // What is no ES module requires Node's own modules.
    banner: { js: BANNER },
    entryNames: "entry",
    outExtension: { ".js": ".mjs" },
  });
  await mkdir(folder, { recursive: true });
  const bytes = new Map<string, number>();
  for (const { path, contents } of outputFiles) {
    bytes.set(basename(path), gzipSync(contents, { level: 9 }).length);
    await writeFile(path, contents);
  }
  const outputs = Object.keys(metafile.outputs);
  const first = outputs.filter((path) =>
    ["entry", ...alsoLoaded].some((name) => basename(path).startsWith(name)),
  );
  const loaded = closureOf(metafile, first);
  const total = loaded.reduce((sum, path) => sum + (bytes.get(basename(path)) ?? 0), 0);
  return {
    files: first
      .toSorted((a, b) => Number(basename(b) === "entry.mjs") - Number(basename(a) === "entry.mjs"))
      .map((path) => join(folder, basename(path))),
    kilobytes: total / 1024,
  };
}

const BANNER = `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);`;

function closureOf(metafile: Metafile, first: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const waiting = [...first];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { kind, path: imported } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && metafile.outputs[imported] !== undefined) {
        waiting.push(imported);
      }
    }
  }
  return [...seen];
}
