import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

/** `from "x"`, as rolldown writes declarations: in double quotes, at the start of a line. */
const IMPORTS = /^(?:import|export)\b[^"';]*?\bfrom "([^"]+)"/gm;

/**
 * The packages that a built package needs.
 * @param imports what its modules import, whatever it is.
 * @param folder where its declarations are: of a package without types they need the one that has them.
 */
export function importedPackages(
  imports: readonly string[],
  folder: string,
  versions: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const typed = globSync("**/*.d.mts", { cwd: folder })
    .flatMap((file) => importsIn(readFileSync(join(folder, file), "utf8")))
    .flatMap(packageOf)
    .map((name) => (versions.has(name) ? name : typesOf(name, versions)));
  return new Set([...imports.flatMap(packageOf), ...typed]);
}

function importsIn(declarations: string): readonly string[] {
  const code = declarations.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return [...code.matchAll(IMPORTS)].map(([, from = ""]) => from);
}

/** None for a file, and for what is Node's own. */
function packageOf(id: string): readonly string[] {
  if (isBuiltin(id)) return [];
  return /^(?:@[^/]+\/)?[^@./][^/]*/.exec(id) ?? [];
}

function typesOf(name: string, versions: ReadonlyMap<string, string>): string {
  const types = `@types/${name}`;
  return versions.has(types) ? types : name;
}
