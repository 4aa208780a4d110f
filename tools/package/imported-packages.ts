import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

/** `from "x"`, `import "x"`, `import("x")` and `require("x")`, as rolldown writes them: in double quotes, outside of text. */
const IMPORTS =
  /^(?:import|export)\b[^"';]*?\bfrom "([^"]+)"|^import "([^"]+)"|\b(?:import|require)\("([^"]+)"\)/gm;

/** The packages that built files import; for a declaration of a package without types, the package that has them. */
export function importedPackages(
  folder: string,
  versions: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const packages = globSync("**/*.mjs", { cwd: folder }).flatMap((file) =>
    packagesIn(folder, file),
  );
  const typed = globSync("**/*.d.mts", { cwd: folder })
    .flatMap((file) => packagesIn(folder, file))
    .map((name) => (versions.has(name) ? name : typesOf(name, versions)));
  return new Set([...packages, ...typed]);
}

function packagesIn(folder: string, file: string): readonly string[] {
  const text = withoutComments(readFileSync(join(folder, file), "utf8"));
  return [...text.matchAll(IMPORTS)]
    .map(([, from, bare, called]) => from ?? bare ?? called ?? "")
    .filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name))
    .flatMap((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []);
}

/** Comments stand on lines of their own in what rolldown writes. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\*\*?[\s\S]*?\*\/\s*$/gm, "").replaceAll(/^\s*\/\/.*$/gm, "");
}

function typesOf(name: string, versions: ReadonlyMap<string, string>): string {
  const types = `@types/${name}`;
  return versions.has(types) ? types : name;
}
