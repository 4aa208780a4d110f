import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsdown";
import { HELD, LAMBDA_RUNTIME } from "./dependency-plan.ts";
import { pruneDeclarations } from "./prune-declarations.ts";
import { type Manifest, PUBLISHED, ROOT } from "./repository.ts";

export interface Bundled {
  /** The packages that are in the bundle beside the rooms. */
  readonly held: readonly string[];
  /** What its modules import, but each other. */
  readonly imports: readonly string[];
}

/**
 * Bundles the rooms into ES modules and declarations, one of each for every sub-path of the manifest's exports, with what
 * they share in chunks, so that a class is one class whichever sub-path it comes from.
 */
export async function bundleSources(
  manifest: Manifest,
  versions: ReadonlyMap<string, string>,
  folder: string,
): Promise<Bundled> {
  const { bundles } = await build({
    config: false,
    cwd: join(ROOT, PUBLISHED),
    entry: entriesOf(manifest),
    outDir: folder,
    outputOptions: { chunkFileNames: "shared/[name].mjs" },
    format: "esm",
    platform: "node",
    // The oldest Node that the package runs on.
    target: `node${manifest.engines?.["node"]?.replace(">=", "")}`,
    hash: false,
    dts: { oxc: {} },
    tsconfig: join(ROOT, "tsconfig.json"),
    deps: {
      alwaysBundle: [/^@celeriac\//, ...HELD.map(ofPackage)],
      neverBundle: installed(versions),
    },
    report: false,
    logLevel: "warn",
    failOnWarn: true,
  });
  for (const file of globSync("**/*.d.mts", { cwd: folder })) {
    const path = join(folder, file);
    const declarations = pruneDeclarations(readFileSync(path, "utf8"));
    // A chunk of which nothing is public; a file without a statement would be no module.
    writeFileSync(path, declarations.trim() === "" ? "export {};\n" : declarations);
  }
  const held = new Set(bundles.flatMap(({ inlinedDeps }) => [...inlinedDeps.keys()]));
  const modules = bundles
    .flatMap(({ chunks }) => chunks)
    .filter((chunk) => chunk.type === "chunk")
    .filter(({ fileName }) => fileName.endsWith(".mjs"));
  return {
    held: [...held].filter((name) => !name.startsWith("@celeriac/")),
    imports: modules
      .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
      .filter((id) => !modules.some(({ fileName }) => fileName === id)),
  };
}

/** The sub-path's name to its source: `.` is index, a command has its own. */
export function entriesOf({ exports = {}, bin = {} }: Manifest): Record<string, string> {
  const modules = Object.entries(exports).map(([path, source]) => [entryName(path), source]);
  const commands = Object.values(bin).map((source) => [
    source.replace(/^.*\/(\w+)\.ts$/, "$1"),
    source,
  ]);
  return Object.fromEntries([...modules, ...commands]);
}

/** `./testing/vitest` is built to `testing/vitest`. */
export function entryName(path: string): string {
  return path === "." ? "index" : path.replace(/^\.\//, "");
}

/** What stays an import: each package that a room declares, by itself and by its sub-paths, and packages of types. */
function installed(versions: ReadonlyMap<string, string>): RegExp[] {
  const names = [...versions.keys()]
    .filter((name) => !name.startsWith("@celeriac/") && !HELD.includes(name))
    .flatMap((name) => [name, name.replace(/^@types\//, "")])
    .filter((name) => name !== LAMBDA_RUNTIME.name);
  return [...new Set(names)].map(ofPackage);
}

/** Matches imports of a package and of its sub-paths. */
function ofPackage(name: string): RegExp {
  return new RegExp(`^${name}(/|$)`);
}
