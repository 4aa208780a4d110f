import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CodeBlock, testRunnerOf } from "./code-block.ts";
import { ROOT } from "./pages.ts";

/** Where the pages' projects are written, one folder for each page. */
export const PROJECTS: string = join(ROOT, "test/docs/out");

/** A block as a file of its page's project. */
export interface BlockFile {
  readonly block: CodeBlock;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Lines that stand before the block's own: its prelude. */
  readonly before: number;
}

/** The files that a page's TypeScript is, each after its prelude. */
export function filesOf(blocks: readonly CodeBlock[]): readonly BlockFile[] {
  const files: BlockFile[] = [];
  const preludes = new Map<string, string>();
  for (const block of blocks.filter(isChecked)) {
    if (block.words.has("prelude")) preludes.set(block.page, block.code);
    else files.push(toFile(block, blocks, preludes.get(block.page) ?? ""));
  }
  return files;
}

/** Writes the projects anew; two runs at once write the same. */
export function writeProjects(files: readonly BlockFile[], others: readonly CodeBlock[]): void {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  for (const { page, file, code } of others)
    if (file !== undefined) wanted.set(join(folderOf(page), file), code);
  for (const [path, text] of wanted) write(path, text);
  for (const path of filesIn(PROJECTS)) if (!wanted.has(path)) rmSync(path);
  const options = { compilerOptions: { noUnusedLocals: false }, exclude: [] };
  const strict = files.filter(({ block }) => !block.words.has("sst")).map(({ path }) => path);
  const infra = files.filter(({ block }) => block.words.has("sst")).map(({ path }) => path);
  write(join(PROJECTS, "vitest.config.js"), "export default {};\n");
  writeJson("tsconfig.json", { extends: "../../../tsconfig.base.json", ...options, files: strict });
  writeJson("tsconfig.sst.json", {
    extends: "../../../tsconfig.infra.json",
    ...options,
    include: [],
    files: ["../../../.sst/platform/config.d.ts", ...infra],
  });
}

function isChecked({ language, unchecked }: CodeBlock): boolean {
  return language === "ts" && unchecked === undefined;
}

function toFile(block: CodeBlock, blocks: readonly CodeBlock[], prelude: string): BlockFile {
  const bare = block.file === undefined && !/^import /m.test(block.code) ? prelude : "";
  const folder = folderOf(block.page);
  const path = join(folder, block.file ?? unnamed(block, blocks));
  // The project lies elsewhere than the page's reader would have it: SST's globals come with the project.
  const code = block.code.replace(/^\/\/\/ <reference path="\.\/\.sst\/.*$/m, "//");
  return { block, path, text: bare + code, before: bare.split("\n").length - 1 };
}

/** Beside the page's first named file. */
function unnamed(block: CodeBlock, blocks: readonly CodeBlock[]): string {
  const first = blocks.find(
    ({ page, language, file }) => page === block.page && language === "ts" && file !== undefined,
  );
  const test = testRunnerOf(block) === undefined ? "" : ".test";
  return join(dirname(first?.file ?? "block.ts"), `line-${block.line}${test}.ts`);
}

/** A page's project. */
export function folderOf(page: string): string {
  return join(PROJECTS, page.replace(/\.md$/, "").replaceAll("/", "--"));
}

/** Every file below a folder, but those that are the folder's own. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map((entry) => join(entry.parentPath, entry.name));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function writeJson(name: string, value: unknown): void {
  write(join(PROJECTS, name), JSON.stringify(value, null, 2));
}
