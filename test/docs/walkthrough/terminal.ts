import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { endOf } from "../blocks/shown-output.ts";

/** A terminal with a command that goes on. */
export interface Terminal {
  /** Waits until what a page shows stands there, after what was waited for before. */
  shows(shown: string): Promise<void>;
  /** Presses Ctrl-C, and waits until it has ended. */
  interrupt(): Promise<void>;
}

/** How long something that is shown may take, ms. */
const PATIENCE_MS = 60_000;

/** Starts a script in a terminal of its own, as far as signals go. */
export function openTerminal(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Terminal {
  const child = spawn("bash", ["-c", `exec 2>&1\n${script}`], { cwd, env, detached: true });
  let printed = "";
  let waiting: (() => void) | undefined;
  const hear = (text: string): void => {
    printed += text;
    waiting?.();
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  const ended = once(child, "close").then(() => hear("\n(it has ended)\n"));
  const found = (shown: string): boolean => {
    const end = endOf(shown, printed);
    if (end !== undefined) printed = printed.slice(end - 1);
    return end !== undefined;
  };
  const shows = (shown: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the terminal does not show\n${shown}\nbut\n${printed}`));
      }, PATIENCE_MS);
      waiting = () => {
        if (!found(shown)) return;
        waiting = undefined;
        clearTimeout(timer);
        resolve();
      };
      waiting();
    });
  return { shows, interrupt: () => interrupt(child, ended) };
}

async function interrupt(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // All of the terminal's processes hear Ctrl-C.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
  await ended;
}
