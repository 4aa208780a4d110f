import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  LOCALSTACK_QUEUE_DIFFERENCES,
  LOCALSTACK_SCHEDULE_DIFFERENCES,
} from "../contract/localstack-differences.ts";
import {
  MINISTACK_QUEUE_DIFFERENCES,
  MINISTACK_SCHEDULE_DIFFERENCES,
} from "../contract/ministack-differences.ts";
import { EMBEDDED_QUEUE_DIFFERENCES } from "./embedded-differences.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const page = read("docs/emulators.md");

/** The cells of the table's rows that begin so. */
const rowsOf = (begin: RegExp): string[][] =>
  page
    .split("\n")
    .filter((line) => begin.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe("docs/emulators.md tells what the suites expect", () => {
  it.each([
    ["embedded", EMBEDDED_QUEUE_DIFFERENCES],
    ["LocalStack", { ...LOCALSTACK_QUEUE_DIFFERENCES, ...LOCALSTACK_SCHEDULE_DIFFERENCES }],
    ["ministack", { ...MINISTACK_QUEUE_DIFFERENCES, ...MINISTACK_SCHEDULE_DIFFERENCES }],
  ])("every declared difference of %s has a cell, and no other has", (emulator, declared) => {
    const [head = []] = rowsOf(/^\| difference \|/);
    const column = head.indexOf(emulator);
    expect(column).toBeGreaterThan(0);
    const told = rowsOf(/^\| `\w+` \|/).filter((cells) => cells[column] !== "");
    const names = told.map(([name = ""]) => name.replaceAll("`", ""));
    expect(new Set(names)).toEqual(new Set(Object.keys(declared)));
  });

  it("every row of what the adapters hide names a test", () => {
    const tests = read("test/conformance/emulators.test.ts");
    const [, hidden = ""] = page.split("## What the adapters check");
    const names = [...hidden.matchAll(/"([^"]+)" \|$/gm)].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(tests).toContain(`"${name}"`);
  });
});
