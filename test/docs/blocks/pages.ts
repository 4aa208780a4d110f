import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeBlock, codeBlocksIn } from "./code-block.ts";

/** The repository's root. */
export const ROOT: string = join(import.meta.dirname, "../../..");

/** Every page whose code is checked, by its path from the root. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "packages/local/README.md",
  "packages/celeriac/README.md",
  "examples/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("api/"))
    .map((name) => `docs/${name}`)
    .sort(),
];

/** Every block of every page. */
export const BLOCKS: readonly CodeBlock[] = PAGES.flatMap((page) =>
  codeBlocksIn(page, readFileSync(join(ROOT, page), "utf8")),
);

/** How a test's title names a block. */
export function placeOf({ page, line }: CodeBlock): string {
  return `${page}:${line}`;
}
