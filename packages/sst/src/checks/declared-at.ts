import { existsSync, readFileSync } from "node:fs";

/** A frame's place, as V8 writes it: `at x (/a/b.ts:1:2)`, `at file:///a/b.ts:1:2`. */
const PLACE = /\(?(?:file:\/\/)?([^\s()]+):(\d+):\d+\)?$/;
/** Frames of the component itself, of Node and of what SST adds. */
const INNER = /node:|\/node_modules\/|\/packages\/sst\/|\.sst\/platform\/src/;
/** SST puts a line before each file for every provider, and its source maps count them in. */
const MOST_LINES_BEFORE = 10;

/**
 * Where a component was made, ` at infra/tasks.ts:12`, read off a stack; empty when the stack does not tell. SST runs
 * the configuration with source maps, so that frames name the files as they were written.
 */
export function declaredAt(stack: string | undefined): string {
  for (const frame of (stack ?? "").split("\n").slice(1)) {
    const [, file, line] = PLACE.exec(frame.trim()) ?? [];
    if (file === undefined || INNER.test(frame)) continue;
    return ` at ${file}:${writtenLine(file, Number(line))}`;
  }
  return "";
}

/** The line that makes the component, at the one that a frame names or a few before it. */
function writtenLine(file: string, line: number): number {
  if (!existsSync(file)) return line;
  const lines = readFileSync(file, "utf8").split("\n");
  for (let before = 0; before <= MOST_LINES_BEFORE; before += 1) {
    if (lines[line - 1 - before]?.includes("new Celeriac(")) return line - before;
  }
  return line;
}
