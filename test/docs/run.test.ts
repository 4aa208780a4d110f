import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { childEnvironment } from "./blocks/child-environment.ts";
import { type CodeBlock, testRunnerOf } from "./blocks/code-block.ts";
import { type BlockFile, filesOf, PROJECTS } from "./blocks/page-projects.ts";
import { BLOCKS, placeOf, ROOT } from "./blocks/pages.ts";
import { reads } from "./blocks/shown-output.ts";

const REPORT = join(PROJECTS, "report.json");
const exec = promisify(execFile);
const files = filesOf(BLOCKS);
const titled = (some: readonly BlockFile[]): [string, BlockFile][] =>
  some.map((file) => [placeOf(file.block), file]);

/** What is shown right after a block as what it prints. */
function outputOf(block: CodeBlock): string | undefined {
  const next = BLOCKS[BLOCKS.indexOf(block) + 1];
  return next?.page === block.page && next.words.has("output") ? next.code : undefined;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const options = { cwd, env: childEnvironment(), maxBuffer: 1 << 26 };
  return exec(program, [...args], options).then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}\n${error.stderr}`);
    },
  );
}

describe("code of the documents that runs", () => {
  const running = files.filter(({ block }) => block.words.has("run"));

  it.each(titled(running))("%s runs, and prints what is shown", async (_place, file) => {
    const printed = await run(process.execPath, [file.path], dirname(file.path));
    const shown = outputOf(file.block);
    if (shown !== undefined) expect(printed).toSatisfy((text) => reads(text, shown), shown);
  });

  it.each(titled(files.filter(({ block }) => testRunnerOf(block) === "node")))(
    "%s passes under node:test",
    async (_place, { path }) => {
      expect(await run(process.execPath, ["--test", path], PROJECTS)).toContain("fail 0");
    },
  );

  it("passes under Vitest, each file of it", async () => {
    const own = files.filter(({ block }) => testRunnerOf(block) === "vitest");
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const options = ["--root", PROJECTS, "--config", "vitest.config.js", "--passWithNoTests"];
    const paths = own.map(({ path }) => path);
    const reporter = ["--reporter=json", `--outputFile=${REPORT}`];
    const ended = run(
      process.execPath,
      [vitest, "run", ...options, ...reporter, ...paths],
      PROJECTS,
    );
    await ended.catch(() => undefined);
    const { testResults } = JSON.parse(await readFile(REPORT, "utf8")) as VitestReport;
    const faults = testResults.flatMap(({ name, message, assertionResults }) => [
      ...(message === "" ? [] : [`${name}: ${message}`]),
      ...assertionResults.flatMap(({ failureMessages }) => failureMessages),
    ]);
    expect(faults).toEqual([]);
    const ran = testResults.filter(({ assertionResults }) => assertionResults.length > 0);
    expect(ran.map(({ name }) => name).sort()).toEqual(paths.sort());
  });
});

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
  }[];
}
