import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PAGES, placesIn, TABLES, withTables } from "./cost-tables.ts";

const read = (page: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${page}`, import.meta.url)), "utf8");

/** After a change of prices or of what the code calls: `node test/cli/write-cost-tables.ts`. */
describe("the tables of costs in the documents", () => {
  it.each(PAGES)("%s has them as they are reckoned", (page) => {
    expect(read(page)).toBe(withTables(read(page)));
  });

  it("are all shown", () => {
    const shown = PAGES.flatMap((page) => placesIn(read(page)));
    expect(new Set(shown)).toEqual(new Set(Object.keys(TABLES)));
  });
});
