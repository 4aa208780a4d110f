import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The repository's root, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/** The published sub-paths' sources, and the component's, which only SST can load. */
const ENTRIES = ["index", "client", "lambda", "worker", "testing", "local"].map(
  (name) => `packages/celeriac/src/${name}.ts`,
);
const COMPONENT = "packages/sst/src/component/celeriac-args.ts";

/** The source, read by the compiler: it types options as whoever imports `celeriac` sees them. */
export interface Source {
  readonly checker: ts.TypeChecker;
  /** The type of a function's parameter: `runWorker`, 2. */
  parameter(call: string, at: number): ts.Type;
  /** An exported type. */
  type(name: string): ts.Type;
}

export function readSource(): Source {
  const files = [...ENTRIES, COMPONENT].map((path) => ROOT + path);
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const exported = new Map(
    files.flatMap((file) => exportsOf(program, file)).map((symbol) => [symbol.name, symbol]),
  );
  const find = (name: string): ts.Symbol => {
    const symbol = exported.get(name);
    if (symbol === undefined) throw new Error(`celeriac exports no ${name}: correct the sections`);
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  };
  return {
    checker,
    type: (name) => checker.getDeclaredTypeOfSymbol(find(name)),
    parameter: (call, at) => {
      const parameter = find(call).declarations?.find(ts.isFunctionDeclaration)?.parameters[at];
      if (parameter === undefined) throw new Error(`${call} has no parameter ${at}`);
      return checker.getTypeAtLocation(parameter);
    },
  };
}

function exportsOf(program: ts.Program, file: string): readonly ts.Symbol[] {
  const source = program.getSourceFile(file);
  const module = source && program.getTypeChecker().getSymbolAtLocation(source);
  return module === undefined ? [] : program.getTypeChecker().getExportsOfModule(module);
}
