import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { FAUXQS_VERSION, fauxqsExport } from "./fauxqs-internals.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "celeriac-fauxqs-"));
  mkdirSync(join(folder, "dist"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("what fauxqs does not export", () => {
  it("is of the version that the package asks for", () => {
    expect(manifest.dependencies.fauxqs).toBe(FAUXQS_VERSION);
  });

  it("is asked for in that version where another has it not", async () => {
    const refused = {
      code: "emulator-failed",
      message: expect.stringContaining("npm install --save-dev fauxqs@2.4.1"),
    };
    await expect(fauxqsExport(folder, "store.mjs", "Store")).rejects.toMatchObject(refused);
    writeFileSync(join(folder, "dist/store.mjs"), "export const other = 1;");
    await expect(fauxqsExport(folder, "store.mjs", "Store")).rejects.toMatchObject(refused);
    writeFileSync(join(folder, "dist/store2.mjs"), "export const Store = 1;");
    await expect(fauxqsExport(folder, "store2.mjs", "Store")).resolves.toBe(1);
  });
});
