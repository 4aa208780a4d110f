import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";

export interface WorkerProcess {
  readonly pid: number;
  /** Resolves once the process is gone, with how it ended: `"0"` after a drain, else an exit code or a signal. */
  readonly ended: Promise<string>;
  /** Asks it to drain, kills it if it has not within 15 s, and answers how it ended. */
  stop(): Promise<string>;
}

const KILL_AFTER_MS = 15_000;

/** Starts the long-poll worker as a process beside this one, as a container would run it; its log goes to a file. */
export async function startWorkerProcess(
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<WorkerProcess> {
  const log = createWriteStream(logFile);
  await once(log, "open");
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve("./tied-worker.ts"))], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", log, log],
    // A group of its own: Ctrl-C is for this process, which stops the worker in order.
    detached: true,
  });
  log.close();
  const ended = once(child, "exit").then(([code, signal]) => String(signal ?? code));
  await once(child, "spawn");
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      const how = await ended;
      clearTimeout(killer);
      return how;
    },
  };
}
