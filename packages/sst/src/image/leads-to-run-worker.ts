import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";

const CELERIAC = "celeriac";
const MODULE = `${CELERIAC}/worker`;
const FUNCTION = "runWorker";
const EXTENSIONS = ["", ".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"] as const;

/** `import x from "y"` and `export x from "y"`, but of types alone; `import "y"`; `import("y")` and `require("y")`. */
const IMPORTS = [
  /^\s*(?:import|export)\s+(?!type\b)([^"';]+?)\s*from\s*["']([^"'\n]+)["']/gm,
  /^\s*import\s*()["']([^"'\n]+)["']/gm,
  /\b(?:import|require)\(\s*()["']([^"'\n]+)["']/g,
] as const;

/**
 * Whether a file, or one that it imports by relative paths, imports `runWorker` from celeriac/worker. The text is read,
 * not run. What is imported by an alias, or from another package of a workspace, is not followed, and may lead there.
 */
export function leadsToRunWorker(file: string): boolean {
  const seen = new Set<string>();
  const visit = (path: string): boolean => {
    if (seen.has(path)) return false;
    seen.add(path);
    const imports = importsOf(readFileSync(path, "utf8"));
    if (imports.some(isRunWorker)) return true;
    return imports.some(({ from }) => {
      if (!from.startsWith(".")) return !isInstalled(from, path);
      const next = resolveFile(join(dirname(path), from));
      return next !== undefined && visit(next);
    });
  };
  return visit(file);
}

interface Import {
  /** What is imported, as written; empty where all of it is. */
  readonly names: string;
  readonly from: string;
}

function importsOf(text: string): readonly Import[] {
  const code = text.replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return IMPORTS.flatMap((form) =>
    [...code.matchAll(form)].map(([, names = "", from = ""]) => ({ names, from })),
  );
}

function isRunWorker({ names, from }: Import): boolean {
  if (from !== MODULE) return false;
  return names === "" || names.includes("*") || new RegExp(`\\b${FUNCTION}\\b`).test(names);
}

/** Whether an import is Node's, or a package that was installed: no part of the project. */
function isInstalled(from: string, importer: string): boolean {
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(from) ?? [from];
  if (isBuiltin(from) || name === CELERIAC) return true;
  const folders = createRequire(importer).resolve.paths(from) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder));
  return found !== undefined && realpathSync(found).includes(`${sep}node_modules${sep}`);
}

/** The file that an import means: as written, with an extension, compiled from TypeScript, or a folder's index. */
function resolveFile(path: string): string | undefined {
  const source = path.replace(/\.([mc]?)js$/, ".$1ts");
  const candidates = [path, source, join(path, "index")].flatMap((each) =>
    EXTENSIONS.map((extension) => `${each}${extension}`),
  );
  return candidates.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
}
