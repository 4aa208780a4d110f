import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importedPackages } from "./imported-packages.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-imports-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the packages that built files import", () => {
  it("are found in every form of import, and in nothing else", () => {
    writeFileSync(
      join(folder, "a.mjs"),
      [
        'import pino from "pino";',
        'import { join } from "node:path";',
        'import { show } from "./shared/show.mjs";',
        'export { x } from "@scope/exported/deep";',
        'import "bare";',
        "async function load() {",
        '\treturn await import("lazy/sub");',
        "}",
        '// import "commented";',
        "/**",
        ' * import "documented";',
        " */",
        'const text = `expected a duration from "0s"`;',
      ].join("\n"),
    );
    expect(importedPackages(folder, new Map())).toEqual(
      new Set(["pino", "@scope/exported", "bare", "lazy"]),
    );
  });

  it("are those that hold the types, where a declaration imports one that has none", () => {
    writeFileSync(join(folder, "a.d.mts"), 'import { SQSEvent } from "aws-lambda";\n');
    const versions = new Map([["@types/aws-lambda", "8.0.0"]]);
    expect(importedPackages(folder, versions)).toEqual(new Set(["@types/aws-lambda"]));
  });
});
