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

describe("the packages that a built package needs", () => {
  it("are those that its modules import, by their sub-paths too, and no files and none of Node's", () => {
    const imports = ["pino", "@scope/name/deep", "lazy/sub", "./shared/a.mjs", "node:fs", "fs"];
    expect(importedPackages(imports, folder, new Map())).toEqual(
      new Set(["pino", "@scope/name", "lazy"]),
    );
  });

  it("are those that its declarations name, but in comments", () => {
    const lines = [
      'import { Z } from "zod";',
      "/**",
      ' * import { x } from "documented";',
      " */",
      'export { type Y } from "@scope/types";',
    ];
    writeFileSync(join(folder, "a.d.mts"), lines.join("\n"));
    expect(importedPackages([], folder, new Map())).toEqual(new Set(["zod", "@scope/types"]));
  });

  it("are those that hold the types, where a declaration names a package that has none", () => {
    writeFileSync(join(folder, "a.d.mts"), 'import { SQSEvent } from "aws-lambda";\n');
    const versions = new Map([["@types/aws-lambda", "8.0.0"]]);
    expect(importedPackages([], folder, versions)).toEqual(new Set(["@types/aws-lambda"]));
  });
});
