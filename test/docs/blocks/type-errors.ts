import { execFile } from "node:child_process";
import { relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type BlockFile, PROJECTS } from "./page-projects.ts";
import { placeOf, ROOT } from "./pages.ts";

const exec = promisify(execFile);

/** What the compiler finds in a project, each as `page:line message`; an error of no block's file as it stands. */
export async function typeErrors(
  project: string,
  files: readonly BlockFile[],
): Promise<readonly string[]> {
  const tsc = resolve(ROOT, "node_modules/.bin/tsc");
  const args = ["-p", resolve(PROJECTS, project), "--pretty", "false"];
  const output = await exec(tsc, args, { cwd: PROJECTS, maxBuffer: 1 << 26 }).then(
    () => "",
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => atItsPage(line, files));
}

function atItsPage(line: string, files: readonly BlockFile[]): string {
  const [, path = "", row, message] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
  const file = files.find((each) => each.path === resolve(PROJECTS, path));
  if (file === undefined) return line.replace(ROOT, "");
  const inBlock = Number(row) - file.before;
  if (inBlock < 1) return `${placeOf(file.block)} in its prelude, line ${row}: ${message}`;
  return `${relative("", file.block.page)}:${file.block.line + inBlock - 1}: ${message}`;
}
