import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { patchSource } from "./patch-source.ts";
import { simulatedVariants, testedVariants } from "./variants/index.ts";

const ROOT = new URL("../../../", import.meta.url);
const all = [...simulatedVariants, ...testedVariants];

describe("the corpus of known-bad variants", () => {
  it.each(all)("$name fits the code as it is", ({ edits }) => {
    for (const [file, own] of Map.groupBy(edits, (edit) => edit.file)) {
      const source = readFileSync(new URL(file, ROOT), "utf8");
      expect(() => stripTypeScriptTypes(patchSource(source, own))).not.toThrow();
    }
  });

  it("has at least 35 that the simulation kills, each under a name of its own", () => {
    expect(simulatedVariants.length).toBeGreaterThanOrEqual(35);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each([
    ["has moved on", "a c", 0],
    ["says it twice", "a b a b", 2],
  ])("refuses an edit where the code %s", (_, source, count) => {
    const edit = { file: "x.ts", find: "a b", replace: "" };
    expect(() => patchSource(source, [edit])).toThrow(
      `x.ts has the text "a b" ${count} times: expected it once`,
    );
  });
});
