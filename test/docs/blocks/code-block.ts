/** A fenced block of a page, or a hidden one that an HTML comment holds. */
export interface CodeBlock {
  /** The page's path from the repository's root. */
  readonly page: string;
  /** The page's line that the code begins at, from 1. */
  readonly line: number;
  /** The first word after the fence; empty where there is none. */
  readonly language: string;
  /** The further words without a value: `run`, `sst`, `prelude`, `output`. */
  readonly words: ReadonlySet<string>;
  /** The file that it is, by `file=` or by a first line that is nothing but a comment with a path. */
  readonly file: string | undefined;
  /** Why it is not checked: `unchecked=` and a reason. */
  readonly unchecked: string | undefined;
  /** Ends with a line break. */
  readonly code: string;
}

const FENCE = /^(?<indent> *)(?<ticks>`{3,})(?<info>[^`]*)$/;
const HIDDEN = /^<!-- (?<info>(?:ts|js|json|yaml|py|sh)(?: [\w=./-]+)+)$/;
const HIDDEN_LINE = /^<!-- (?<info>ts prelude): (?<code>.+) -->$/;
const NAMING_LINE = /^(?:\/\/|#) ((?:[\w@.-]+\/)*[\w@.-]+\.\w+)\n/;

/** Every block of a page, in its order. */
export function codeBlocksIn(page: string, text: string): readonly CodeBlock[] {
  const lines = text.split("\n");
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const { indent = "", ticks, info, code } = opening(lines[at] ?? "") ?? {};
    if (info === undefined) continue;
    if (code !== undefined) {
      blocks.push(toBlock({ page, line: at + 1 }, info, `${code}\n`));
      continue;
    }
    const isEnd = (line: string): boolean =>
      ticks === undefined ? line === "-->" : line.trim() === ticks;
    const begin = at + 1;
    for (at = begin; at < lines.length && !isEnd(lines[at] ?? ""); at += 1);
    const within = lines.slice(begin, at).map((line) => line.slice(indent.length));
    blocks.push(toBlock({ page, line: begin + 1 }, info, `${within.join("\n")}\n`));
  }
  return blocks;
}

/** A test file, by what it imports: of Vitest or of Node's own runner. */
export function testRunnerOf({ code }: CodeBlock): "vitest" | "node" | undefined {
  if (/from "vitest"/.test(code)) return "vitest";
  return /from "node:test"/.test(code) ? "node" : undefined;
}

function opening(line: string): Partial<Record<string, string>> | undefined {
  return (FENCE.exec(line) ?? HIDDEN_LINE.exec(line) ?? HIDDEN.exec(line))?.groups;
}

function toBlock(place: Pick<CodeBlock, "page" | "line">, info: string, code: string): CodeBlock {
  const [language = "", ...rest] = info.trim().split(/\s+/);
  const values = new Map(rest.map((word) => word.split("=") as [string, string | undefined]));
  return {
    ...place,
    language,
    words: new Set(rest.filter((word) => !word.includes("="))),
    file: values.get("file") ?? NAMING_LINE.exec(code)?.[1],
    unchecked: values.get("unchecked"),
    code,
  };
}
