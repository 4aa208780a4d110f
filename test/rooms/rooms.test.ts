import { afterAll, describe, expect, it } from "vitest";
import { ambientCases } from "./ambient.ts";
import { buildHouse, type Case } from "./house.ts";
import { detourCases, goodCases, tableCases } from "./imports.ts";
import { shapeCases, shapeProps } from "./shape.ts";

const linted = [...tableCases, ...detourCases, ...goodCases, ...ambientCases, ...shapeCases];
const extra = [
  {
    file: "packages/aws/src/lost.ts",
    code: `import { rm } from "node:fs/promises";\nexport function f(): void {\n  rm("x");\n}\n`,
  },
  { file: "packages/celeriac/src/worker.ts", code: `export { used } from "./half.ts";\n` },
  {
    file: "packages/celeriac/src/half.ts",
    code: "export const used = 1;\nexport const unused = 2;\n",
  },
  { file: "packages/celeriac/src/nobody.ts", code: "export const x = 1;\n" },
];

// Every tool runs once, over all the cases together.
const house = await buildHouse([...linted, ...shapeProps, ...extra]);
const [biome, oxlint, knip] = await Promise.all([house.biome(), house.oxlint(), house.knip()]);
afterAll(() => house[Symbol.asyncDispose]());

const rulesFor = (file: string): string[] =>
  biome.filter((finding) => finding.file === file).map(({ rule }) => rule);

function check(cases: readonly Case[]): void {
  for (const { title, file, rule } of cases) {
    it(title, () => {
      if (rule === undefined) expect(rulesFor(file)).toEqual([]);
      else expect(rulesFor(file)).toContain(rule);
    });
  }
}

describe("the import table", () => check(tableCases));
describe("the import table has no way around it", () => check(detourCases));
describe("the import table lets pass", () => check(goodCases));
describe("nothing ambient in a pure room", () => check(ambientCases));
describe("in every room", () => check(shapeCases));

describe("beyond a single file", () => {
  it("finds a floating promise of Node's own functions", () => {
    expect(oxlint).toContainEqual({
      file: "packages/aws/src/lost.ts",
      rule: "typescript(no-floating-promises)",
    });
  });

  it("finds a file that nobody imports", () => {
    expect(knip).toContainEqual({ file: "packages/celeriac/src/nobody.ts", rule: "unused file" });
  });

  it("finds an export that nobody imports", () => {
    const half = knip.filter(({ file }) => file.endsWith("half.ts"));
    expect(half).toEqual([{ file: "packages/celeriac/src/half.ts", rule: "unused export unused" }]);
  });

  it("finds a dependency that nobody imports", () => {
    expect(knip).toContainEqual({
      file: "packages/worker/package.json",
      rule: "unused dependency @celeriac/core",
    });
  });
});
