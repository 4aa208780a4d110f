import { beforeAll, describe, expect, it } from "vitest";
import { filesOf } from "./blocks/page-projects.ts";
import { BLOCKS, PAGES } from "./blocks/pages.ts";
import { typeErrors } from "./blocks/type-errors.ts";

const files = filesOf(BLOCKS);

describe("the TypeScript of the documents", () => {
  let errors: readonly string[] = [];

  beforeAll(async () => {
    const found = ["tsconfig.json", "tsconfig.sst.json"].map((name) => typeErrors(name, files));
    errors = (await Promise.all(found)).flat();
  });

  it.each(PAGES)("%s compiles", (page) => {
    expect(errors.filter((error) => error.startsWith(`${page}:`))).toEqual([]);
  });

  it("compiles, whole", () => {
    expect(errors.filter((error) => !PAGES.some((page) => error.startsWith(`${page}:`)))).toEqual(
      [],
    );
  });

  it("has no two blocks that are one file", () => {
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path, at) => paths.indexOf(path) !== at)).toEqual([]);
  });
});
