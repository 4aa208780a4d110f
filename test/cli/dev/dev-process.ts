import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Resources } from "celeriac";
import { PROGRAM } from "../celeriac-process.ts";

const MODULES = fileURLToPath(import.meta.resolve("../../../node_modules"));
const PROJECT = fileURLToPath(import.meta.resolve("./project"));

/** A user's project in a folder of its own. */
export interface Project {
  readonly directory: string;
  path(file: string): string;
  read(file: string): string;
  /** Saves a file as the change makes it of what it was. */
  save(file: string, change: (text: string) => string): void;
  /** What runs in it. */
  readonly running: Set<ChildProcess>;
  /** Kills what runs in it still, since a test has failed, and removes it. */
  remove(): void;
}

/** A copy of the project beside this file, or an empty folder, where `celeriac` and what else the repository has is installed. */
export function createProject(kind: "shop" | "empty" = "shop"): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "celeriac-project-")));
  symlinkSync(MODULES, join(directory, "node_modules"));
  if (kind === "shop") cpSync(PROJECT, directory, { recursive: true });
  const running = new Set<ChildProcess>();
  const path = (file: string): string => join(directory, file);
  const read = (file: string): string => readFileSync(path(file), "utf8");
  return {
    directory,
    path,
    read,
    save: (file, change) => writeFileSync(path(file), change(read(file))),
    running,
    remove: () => {
      for (const child of running) child.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A line that `celeriac dev --json` printed. */
export interface DevLine {
  readonly event: string;
  readonly resources?: Resources;
  readonly environment?: Readonly<Record<string, string>>;
  readonly hosts?: readonly string[];
  readonly host?: string;
  readonly text?: string;
  readonly state?: string;
  readonly task?: string;
  readonly taskId?: string;
  readonly reason?: string;
  readonly [field: string]: unknown;
}

/** A `celeriac dev --json` that runs. */
export interface DevProcess {
  readonly pid: number;
  readonly resources: Resources;
  /** All that it has printed. */
  lines(): readonly DevLine[];
  /** The first line, of those printed already or still to come, that is as wanted, not counting the first `after`. */
  line(wanted: (line: DevLine) => boolean, after?: number): Promise<DevLine>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves once it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Resolves once it is ready. */
export async function startDev(
  { directory, running }: Project,
  words: readonly string[] = [],
): Promise<DevProcess> {
  const child = spawn(process.execPath, [PROGRAM, "dev", "--json", ...words], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen: DevLine[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  const ended = endOf(child);
  running.add(child);
  void ended.then(() => running.delete(child));
  createInterface({ input: child.stdout }).on("line", (line) => {
    seen.push(JSON.parse(line) as DevLine);
    for (const look of waiting) look();
  });
  child.stderr.on("data", (text) => errors.push(String(text)));

  const line: DevProcess["line"] = (wanted, after = 0) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = seen.slice(after).find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`celeriac dev has ended: ${errors.join("")}`)));
    });
  const { resources } = await line(({ event }) => event === "ready");
  if (resources === undefined || child.pid === undefined) throw new Error("nothing is ready");
  return {
    pid: child.pid,
    resources,
    lines: () => seen,
    line,
    signal: (signal) => child.kill(signal),
    ended,
  };
}

function endOf(child: ChildProcess): DevProcess["ended"] {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}
