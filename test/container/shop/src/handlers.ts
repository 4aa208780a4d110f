import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { handle, type TaskHandler } from "celeriac";
import * as tasks from "./tasks.ts";

const PATHS = ["/app", "/app/worker.mjs", "/app/templates/greeting.txt", "/usr/bin", "/tmp"];
const FATAL_ATTEMPTS = 2;
const FATAL_EXIT_CODE = 7;

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a package says that is not bundled; the repository that tests this has no such package. */
function stamp(): string {
  return String(createRequire(import.meta.url)("stamped"));
}

const entry = (): string => process.argv[1] ?? "";

export const handlers: readonly TaskHandler[] = [
  handle(tasks.describe, () => ({
    uid: process.getuid?.() ?? -1,
    pid: process.pid,
    entry: entry(),
    greeting: readFileSync("templates/greeting.txt", "utf8").trim(),
    stamp: stamp(),
    writable: PATHS.filter(isWritable),
    secrets: Object.keys(process.env).filter((name) => name.startsWith("NPM")),
  })),
  handle(tasks.fail, () => {
    throw new TypeError("it fails here");
  }),
  handle(tasks.linger, async (address) => {
    const response = await fetch(address);
    return response.text();
  }),
  handle(tasks.fatal, (_input, { attempt }) => {
    if (attempt <= FATAL_ATTEMPTS) process.exit(FATAL_EXIT_CODE);
    return { attempt, pid: process.pid, entry: entry() };
  }),
];
