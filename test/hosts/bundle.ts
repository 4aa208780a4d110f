import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/** A bundle's files, and which of them each imports statically. */
export interface Bundle {
  /** Gzipped size of the files that are loaded when the ones that match are. */
  size(...names: readonly RegExp[]): number;
  /** The npm packages in those files. */
  packages(...names: readonly RegExp[]): ReadonlySet<string>;
  /** What in those files was, before it was bundled: paths. */
  inputs(...names: readonly RegExp[]): readonly string[];
}

/**
 * Bundles a module with esbuild; what it imports is looked for from the folder.
 * @param mainFields which of a package's forms is taken. @defaultValue esbuild's own: CommonJS, when there is one
 */
export async function bundle(
  stdin: string,
  folder: string,
  mainFields?: readonly string[],
): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: stdin, resolveDir: folder, sourcefile: "entry.ts", loader: "ts" },
    ...{ bundle: true, minify: true, splitting: true, metafile: true, write: false },
    ...{ format: "esm", platform: "node", target: "node22", outdir: "out", logLevel: "error" },
    absWorkingDir: folder,
    ...(mainFields === undefined ? {} : { mainFields: [...mainFields] }),
  });
  const bytes = new Map(
    outputFiles.map(({ path, contents }) => [
      path.slice(path.lastIndexOf("/") + 1),
      gzipSync(contents, { level: 9 }).length,
    ]),
  );
  const loaded = (names: readonly RegExp[]): string[] => closure(metafile, names);
  const inputs = (...names: readonly RegExp[]): readonly string[] =>
    loaded(names).flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  return {
    size: (...names) =>
      loaded(names).reduce((sum, path) => sum + (bytes.get(path.replace("out/", "")) ?? 0), 0),
    inputs,
    packages: (...names) =>
      new Set(
        inputs(...names).flatMap(
          (input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
        ),
      ),
  };
}

function closure(metafile: Metafile, names: readonly RegExp[]): string[] {
  const seen = new Set<string>();
  const waiting = Object.keys(metafile.outputs).filter((path) =>
    names.some((name) => name.test(path)),
  );
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { kind, path: imported } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && imported.startsWith("out/")) waiting.push(imported);
    }
  }
  return [...seen];
}
