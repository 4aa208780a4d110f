import { CeleriacError, show } from "@celeriac/core";

/** What to do about a module that Node itself cannot load, by the code of its error. */
const ADVICE: Readonly<Record<string, string>> = {
  ERR_UNKNOWN_FILE_EXTENSION:
    "this Node cannot load TypeScript: run Node 22.18, 24 or newer, which strip types, or build the app and name the built module by --app",
  ERR_NO_TYPESCRIPT:
    "this Node was built without TypeScript: run another build, or build the app and name the built module by --app",
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    'Node strips types and translates nothing (enums, namespaces, parameter properties): set "erasableSyntaxOnly" in tsconfig.json and mend what it finds, or build the app and name the built module by --app',
  ERR_INVALID_TYPESCRIPT_SYNTAX: "its TypeScript cannot be parsed: mend it where tsc says",
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    "Node strips no types inside node_modules: build the package that it names",
  ERR_MODULE_NOT_FOUND:
    "an import of it leads to nothing: install what it needs, and write imports with their extension (./tasks.ts)",
};

/** The error for a module that cannot be loaded: what Node said of it, and what to do. */
export function loadFault(path: string, error: unknown): CeleriacError {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : show(error);
  const advice = ADVICE[codeOf(error)] ?? "mend the module, or name another by --app";
  return new CeleriacError(
    "invalid-options",
    `${path} cannot be loaded: ${said.trim().replace(/[.;]$/, "")}; ${advice}`,
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
