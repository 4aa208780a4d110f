import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_GUIDE } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT_VARIABLES } from "../../site/reference/environment-variables.ts";
import { generatedPages } from "../../site/reference/generated-pages.ts";
import { ROOT } from "./blocks/pages.ts";

const pages = generatedPages();
const source = sourceOfPackages();

/** After a change of an option or a code: `npm run docs:generate`. */
describe("the pages that are made of the source", () => {
  it.each(Object.entries(pages))("%s is as the source has it", (page, text) => {
    expect(readFileSync(join(ROOT, page), "utf8")).toBe(text);
  });

  it("describe every option", () => {
    const rows = pages["docs/configuration.md"]?.match(/^\| `\w+`.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => row.endsWith("|  |"))).toEqual([]);
  });

  it("name each variable of the environment that the source reads, and no other", () => {
    const read = new Set(source.match(/CELERIAC_[A-Z]+(?:_[A-Z]+)*/g));
    expect(new Set(ENVIRONMENT_VARIABLES.map(({ name }) => name))).toEqual(read);
  });

  it("tell of no code that nothing throws or records", () => {
    const codes = Object.keys(ERROR_GUIDE);
    expect(codes.filter((code) => !source.includes(`"${code}"`))).toEqual([]);
  });
});

/** Every file of every room but its tests, and but those that list the codes. */
function sourceOfPackages(): string {
  return readdirSync(join(ROOT, "packages"), { recursive: true, encoding: "utf8" })
    .filter((name) => /^[^/]+\/src\/.*\.ts$/.test(name) && !/\.test(?:-d)?\.ts$/.test(name))
    .filter((name) => !/errors\/error-(?:code|guide)\.ts$/.test(name))
    .map((name) => readFileSync(join(ROOT, "packages", name), "utf8"))
    .join("\n");
}
