/**
 * Takes out of a declaration file what it imports and does not name: the rooms' own imports, which are left over where
 * only some of their types are public. Whoever type-checks the package would need those packages' types otherwise.
 */
export function pruneDeclarations(text: string): string {
  const kept = text.replaceAll(/^import "[^"]+";\n?/gm, "");
  return kept.replaceAll(
    /^import (?:type )?(?:(\w+)|\{([^}]*)\}|\* as (\w+)) from "[^"]+";\n?/gm,
    (statement: string, single?: string, list?: string, namespace?: string) => {
      const names = list?.split(",").map((each) => each.trim()) ?? [single ?? namespace ?? ""];
      const used = names.filter((each) => isNamed(kept, localName(each)));
      if (used.length === 0) return "";
      return list === undefined ? statement : statement.replace(list, ` ${used.join(", ")} `);
    },
  );
}

/** `B` of `A as B`, of `type B` and of `B`. */
function localName(specifier: string): string {
  return specifier.split(/\s+/).at(-1) ?? "";
}

/** Whether a name stands anywhere outside of imports and comments. */
function isNamed(text: string, name: string): boolean {
  const code = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\/\/.*$/gm, "")
    .replaceAll(/^import [^;]*;$/gm, "");
  return new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(code);
}
