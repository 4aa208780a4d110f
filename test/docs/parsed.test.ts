import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DockerfileParser } from "dockerfile-ast";
import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import type { CodeBlock } from "./blocks/code-block.ts";
import { BLOCKS, placeOf } from "./blocks/pages.ts";
import { UNCHECKED } from "./unchecked.ts";

/** Languages that other tests look at, or whose blocks are no code. */
const ELSEWHERE = new Set(["ts", "sh", "text", "diff", ""]);

const PYTHON = "import ast,sys; ast.parse(sys.stdin.read())";

const parsers: Readonly<Record<string, (code: string) => unknown>> = {
  json: (code) => JSON.parse(code),
  yaml: (code) =>
    parseAllDocuments(code)
      .flatMap(({ errors }) => errors)
      .forEach(raise),
  js: (code) => transform(code, { loader: "js" }),
  py: (code) => {
    const run = promisify(execFile)("python3", ["-c", PYTHON]);
    run.child.stdin?.end(code);
    return run;
  },
  dockerfile: (code) => {
    const instructions = DockerfileParser.parse(code).getInstructions();
    const unknown = instructions.find((each) => !/^[A-Z]+$/.test(each.getInstruction()));
    if (unknown !== undefined || instructions.length === 0) throw new Error("no Dockerfile");
  },
};

function raise(error: Error): never {
  throw error;
}

describe("blocks of the documents", () => {
  const others = BLOCKS.filter(
    ({ language, unchecked }) => !ELSEWHERE.has(language) && unchecked === undefined,
  );

  it.each(others.map((block): [string, CodeBlock] => [placeOf(block), block]))(
    "%s is what it says that it is",
    async (_place, { language, code }) => {
      const parse = parsers[language];
      expect(parse, `no test knows the language "${language}"`).toBeDefined();
      await parse?.(code);
    },
  );

  it.each([
    ["json", "{,}"],
    ["yaml", "a: [1"],
    ["js", "const = 1"],
    ["py", "def f(:"],
    ["dockerfile", "copy-it a b"],
  ])("of %s that are wrong are refused", async (language, code) => {
    await expect((async () => parsers[language]?.(code))()).rejects.toThrow();
  });

  it("stay unchecked for a reason that is known, and few of them", () => {
    const reasons = BLOCKS.map(({ unchecked }) => unchecked).filter((each) => each !== undefined);
    expect(reasons.filter((reason) => !(reason in UNCHECKED))).toEqual([]);
    for (const [name, { atMost }] of Object.entries(UNCHECKED))
      expect(reasons.filter((reason) => reason === name).length).toBeLessThanOrEqual(atMost);
  });
});
