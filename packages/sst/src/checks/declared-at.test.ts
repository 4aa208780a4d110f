import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { declaredAt } from "./declared-at.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "celeriac-declared-"));
  folders.push(folder);
  const path = join(folder, "sst.config.ts");
  writeFileSync(path, text);
  return path;
}

describe("where a component was made is read off a stack", () => {
  const inner =
    "Error\n    at check (/p/node_modules/celeriac/x.js:1:2)\n    at node:internal/a:1:2\n";

  it.each([
    ["    at Object.run (/p/infra/tasks.ts:12:5)", " at /p/infra/tasks.ts:12"],
    ["    at async file:///p/infra/tasks.ts:12:5", " at /p/infra/tasks.ts:12"],
    ["    at run (<anonymous>)", ""],
  ])("%s", (frame, expected) => {
    expect(declaredAt(`${inner}${frame}`)).toBe(expected);
  });

  it("and is nowhere without one", () => {
    expect(declaredAt(undefined)).toBe("");
  });

  it("at its own line, where SST's providers stand before the file", () => {
    const path = file("const a = 1;\nconst tasks = new Celeriac(\n  'Tasks',\n);\nuse(tasks);\n");
    const at = (line: number): string => declaredAt(`${inner}    at run (${path}:${line}:3)`);
    expect([at(2), at(4)]).toEqual([` at ${path}:2`, ` at ${path}:2`]);
    expect(at(1)).toBe(` at ${path}:1`);
  });
});
