import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CodeBlock } from "../blocks/code-block.ts";
import { placeOf } from "../blocks/pages.ts";
import { reads } from "../blocks/shown-output.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

export interface Walk {
  /** An empty folder. */
  readonly folder: string;
  /** What the scripts are run with. */
  readonly env: NodeJS.ProcessEnv;
  /** Words of commands that are something else here: the package that is not in the registry yet. */
  readonly inPlaceOf: Readonly<Record<string, string>>;
}

interface Reader {
  readonly walk: Walk;
  cwd: string;
  terminal: Terminal | undefined;
  printed: string;
}

/** Does what a page says, block by block: writes its files, runs its commands, and compares what they print. */
export async function walkThrough(blocks: readonly CodeBlock[], walk: Walk): Promise<void> {
  const reader: Reader = { walk, cwd: walk.folder, terminal: undefined, printed: "" };
  try {
    for (const block of blocks) await doAsItSays(block, reader);
  } finally {
    await reader.terminal?.interrupt();
  }
}

async function doAsItSays(block: CodeBlock, reader: Reader): Promise<void> {
  const { language, words, file, code } = block;
  if (file !== undefined) writeFile(join(reader.cwd, file), code);
  else if (language === "diff") change(code, reader.cwd);
  else if (language === "sh" && words.has("run")) await runScript(block, reader);
  else if (language === "sh" && words.has("background"))
    reader.terminal = openTerminal(code, { cwd: reader.cwd, env: reader.walk.env });
  else if (words.has("background")) await reader.terminal?.shows(code);
  else if (words.has("output") && !reads(reader.printed, code))
    throw new Error(`${placeOf(block)} shows\n${code}\nbut it prints\n${reader.printed}`);
}

/** Runs it in one shell, which tells where it has gone. */
async function runScript(block: CodeBlock, reader: Reader): Promise<void> {
  const { env, inPlaceOf, folder } = reader.walk;
  const script = block.code.replace(/^npm install .*$/gm, (line) =>
    line.replaceAll(/[^ ]+/g, (word) => inPlaceOf[word] ?? word),
  );
  const whereabouts = join(folder, ".whereabouts");
  const whole = `exec 3>"${whereabouts}"\nset -e\ntrap 'pwd >&3' EXIT\n{\n${script}\n} 2>&1`;
  const { code, stdout } = await bash(whole, reader.cwd, env);
  if ((code !== 0) !== block.words.has("fails"))
    throw new Error(`${placeOf(block)} exits with ${code}\n${stdout}`);
  reader.cwd = readFileSync(whereabouts, "utf8").trim();
  // What npm says of the machine's own configuration is nobody else's.
  reader.printed = stdout.replaceAll(/^npm (?:warn|notice).*\n/gm, "");
}

function bash(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { cwd, env }, (error, stdout) => {
      const code = typeof error?.code === "number" ? error.code : 1;
      resolve({ code: error === null ? 0 : code, stdout });
    });
  });
}

/** Replaces a file's lines as the page's difference says. */
function change(diff: string, folder: string): void {
  const [head = "", ...lines] = diff.trimEnd().split("\n");
  const path = join(folder, head.replace(/^--- /, ""));
  const of = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .join("\n");
  const text = readFileSync(path, "utf8");
  if (!text.includes(of("-"))) throw new Error(`${head} has no lines ${of("-")}`);
  writeFile(
    path,
    text.replace(of("-"), () => of("+")),
  );
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
