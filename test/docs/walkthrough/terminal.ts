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
  let isOver = false;
  let look: (() => void) | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    look?.();
  });
  const ended = once(child, "close").then(() => {
    isOver = true;
    look?.();
  });
  const shows = (shown: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = (why: string): void =>
        reject(new Error(`${why} and does not show\n${shown}\nbut\n${printed}`));
      const timer = setTimeout(giveUp, PATIENCE_MS, "the terminal goes on");
      look = () => {
        const end = endOf(shown, printed);
        if (end === undefined && !isOver) return;
        look = undefined;
        clearTimeout(timer);
        if (end === undefined) return giveUp("the terminal's command has ended");
        printed = printed.slice(end - 1);
        resolve();
      };
      look();
    });
  return { shows, interrupt: () => interrupt(child, ended) };
}

async function interrupt(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // All of the terminal's processes hear Ctrl-C.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
  await ended;
}
