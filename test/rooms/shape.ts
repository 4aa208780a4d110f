import type { Case } from "./house.ts";

const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
const branches = Array.from({ length: 16 }, (_, n) => `  if (x === ${n}) return ${n + 1};\n`).join(
  "",
);

/** Rules that hold in every room. */
export const shapeCases: readonly Case[] = [
  {
    title: "a file over 400 lines is refused",
    file: "packages/worker/src/long-file.ts",
    code: Array.from({ length: 401 }, (_, n) => `export const n${n} = ${n};\n`).join(""),
    rule: "style/noExcessiveLinesPerFile",
  },
  {
    title: "a function over 60 lines is refused",
    file: "packages/worker/src/long-function.ts",
    code: `export function f(): number {\n  let x = 0;\n${lines(60, "  x += 1;")}  return x;\n}\n`,
    rule: "complexity/noExcessiveLinesPerFunction",
  },
  {
    title: "a function with too many turns is refused",
    file: "packages/worker/src/maze.ts",
    code: `export function f(x: number): number {\n${branches}  return 0;\n}\n`,
    rule: "complexity/noExcessiveCognitiveComplexity",
  },
  {
    title: "a package that the manifest does not name is refused",
    file: "packages/local/src/undeclared.ts",
    code: `export { thing } from "@middy/core";\n`,
    rule: "correctness/noUndeclaredDependencies",
  },
  {
    title: "a cycle within a room is refused",
    file: "packages/worker/src/cycle-a.ts",
    code: `import { b } from "./cycle-b.ts";\nexport const a = (): number => b();\n`,
    rule: "suspicious/noImportCycles",
  },
  {
    title: "a cycle between rooms is refused",
    file: "packages/engine/src/index.ts",
    code: `import { inLambda } from "@celeriac/lambda";\nexport const inEngine = (): number => inLambda();\n`,
    rule: "suspicious/noImportCycles",
  },
  {
    title: "a floating promise is refused",
    file: "packages/worker/src/floating.ts",
    code: "async function work(): Promise<void> {}\nexport function f(): void {\n  work();\n}\n",
    rule: "nursery/noFloatingPromises",
  },
  {
    title: "a promise where none is awaited is refused",
    file: "packages/worker/src/misused.ts",
    code: "export function f(work: () => Promise<void>): void {\n  [1].forEach(async () => {\n    await work();\n  });\n}\n",
    rule: "nursery/noMisusedPromises",
  },
  {
    title: "a switch that forgets a case is refused",
    file: "packages/worker/src/forgetful.ts",
    code: `export function f(x: "a" | "b"): number {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n`,
    rule: "nursery/useExhaustiveSwitchCases",
  },
  {
    title: "the environment outside the composition roots is refused",
    file: "packages/aws/src/environment.ts",
    code: `export const region: unknown = process.env["REGION"];\n`,
    rule: "style/noProcessEnv",
  },
  {
    title: "the environment in celeriac passes",
    file: "packages/celeriac/src/environment.ts",
    code: `export const region: unknown = process.env["REGION"];\n`,
  },
  {
    title: "a default export is refused",
    file: "packages/worker/src/default.ts",
    code: "const x = 1;\nexport default x;\n",
    rule: "style/noDefaultExport",
  },
  {
    title: "an import without its extension is refused",
    file: "packages/worker/src/extension.ts",
    code: `export { b } from "./cycle-b";\n`,
    rule: "correctness/useImportExtensions",
  },
  {
    title: "a word on the console is refused",
    file: "packages/worker/src/console.ts",
    code: `console.log("here");\n`,
    rule: "suspicious/noConsole",
  },
  {
    title: "any is refused",
    file: "packages/worker/src/any.ts",
    code: "export const x: any = 1;\n",
    rule: "suspicious/noExplicitAny",
  },
  {
    title: "an import that nothing uses is refused",
    file: "packages/worker/src/unused-import.ts",
    code: `import { b } from "./cycle-b.ts";\nexport const x = 1;\n`,
    rule: "correctness/noUnusedImports",
  },
  {
    title: "a variable that nothing uses is refused",
    file: "packages/worker/src/unused-variable.ts",
    code: "const x = 1;\nexport {};\n",
    rule: "correctness/noUnusedVariables",
  },
  {
    title: "a module of Node without node: is refused",
    file: "packages/worker/src/protocol.ts",
    code: `export { join } from "path";\n`,
    rule: "style/useNodejsImportProtocol",
  },
  {
    title: "a type imported as a value is refused",
    file: "packages/worker/src/type-import.ts",
    code: `import { Thing } from "./thing.ts";\nexport type T = Thing;\n`,
    rule: "style/useImportType",
  },
  {
    title: "an exclamation mark in place of a check is refused",
    file: "packages/worker/src/assertion.ts",
    code: "export const f = (x: string | undefined): string => x!;\n",
    rule: "style/noNonNullAssertion",
  },
  {
    title: "an enum is refused",
    file: "packages/worker/src/enum.ts",
    code: "export enum E {\n  A = 1,\n}\n",
    rule: "style/noEnum",
  },
  {
    title: "a parameter property is refused",
    file: "packages/worker/src/parameter.ts",
    code: "export class C {\n  constructor(readonly x: number) {}\n}\n",
    rule: "style/noParameterProperties",
  },
  {
    title: "a default export and the console in a tool pass",
    file: "tools/good.ts",
    code: `console.log("here");\nconst x = 1;\nexport default x;\n`,
  },
  {
    title: "a default export in a configuration file passes",
    file: "good.config.ts",
    code: "const x = 1;\nexport default x;\n",
  },
];

/** The other ends of the cycles above. */
export const shapeProps: readonly Pick<Case, "file" | "code">[] = [
  {
    file: "packages/worker/src/cycle-b.ts",
    code: `import { a } from "./cycle-a.ts";\nexport const b = (): number => a();\n`,
  },
  {
    file: "packages/lambda/src/index.ts",
    code: `import { inEngine } from "@celeriac/engine";\nexport const inLambda = (): number => inEngine();\n`,
  },
];
