import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EMBEDDED_QUEUE_DIFFERENCES } from "./embedded-differences.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const page = read("docs/emulators.md");

describe("docs/emulators.md tells what the suites expect", () => {
  it("every declared difference has a row, and no other has", () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(new Set(rows)).toEqual(new Set(Object.keys(EMBEDDED_QUEUE_DIFFERENCES)));
  });

  it("every row of what the adapters hide names a test", () => {
    const tests = read("test/conformance/emulators.test.ts");
    const [, hidden = ""] = page.split("## What the adapters check");
    const names = [...hidden.matchAll(/"([^"]+)" \|$/gm)].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(tests).toContain(`"${name}"`);
  });
});
