/** One row of a table: what is called so elsewhere, and what Celeriac has for it. */
export interface NameRow {
  readonly line: number;
  /** The code spans of the first cell; `*` stands for any characters. */
  readonly theirs: readonly string[];
  /** The second cell. */
  readonly ours: string;
}

/** The rows under one `<!-- names: … -->`. */
export interface NameTable {
  readonly section: string;
  readonly rows: readonly NameRow[];
}

const MARK = /^<!-- names: (.+) -->$/;

/** What stands below a table for many names at once: ``Not needed: `a`, `b`. Because.`` */
const SENTENCE = /^(Not needed|Not yet|Always|Never): ((?:`[^`]+`(?:,\s)?)+)/;

/** Reads the tables of a page that follow a mark each, up to the next mark: `<!-- names: none -->` ends them. */
export function readNameTables(page: string): readonly NameTable[] {
  const tables: { section: string; rows: NameRow[] }[] = [];
  const lines = page.split("\n");
  for (const [index, text] of lines.entries()) {
    const section = MARK.exec(text)?.[1];
    const isHead = lines[index + 1]?.startsWith("|---") ?? false;
    if (section !== undefined) tables.push({ section, rows: [] });
    else if (SENTENCE.test(text)) tables.at(-1)?.rows.push(readSentence(lines, index));
    else if (text.startsWith("|") && !isHead) tables.at(-1)?.rows.push(readRow(text, index + 1));
  }
  return tables
    .filter(({ section }) => section !== "none")
    .map(({ section, rows }) => ({
      section,
      rows: rows.filter(({ theirs }) => theirs.length > 0),
    }));
}

/** The code spans of a text, without their ticks. */
export function codeSpans(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|"));
}

/** It goes on for as many lines as its names take. */
function readSentence(lines: readonly string[], index: number): NameRow {
  const [, ours = "", names = ""] =
    SENTENCE.exec(lines.slice(index, lines.indexOf("", index)).join("\n")) ?? [];
  return { line: index + 1, theirs: codeSpans(names), ours: ours.toLowerCase() };
}

function readRow(text: string, line: number): NameRow {
  const [, theirs = "", ours = ""] = text.split(/(?<!\\)\|/).map((cell) => cell.trim());
  return { line, theirs: codeSpans(theirs), ours };
}
