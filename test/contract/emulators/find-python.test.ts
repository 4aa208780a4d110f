import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findPython } from "./python.ts";

/** A program that answers as a Python of this version would. */
function pythonOf(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "celeriac-python-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "python");
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' ${path} ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("the Python that LocalStack runs on", () => {
  it("is the one that PYTHON names", async () => {
    const named = pythonOf("3.13");
    expect(await findPython({ PYTHON: named })).toEqual({ executable: named, version: "3.13" });
  });

  it("is never older than 3.13, whatever is named", async () => {
    const named = pythonOf("3.12");
    expect((await findPython({ PYTHON: named }))?.executable).not.toBe(named);
  });
});
