import { setTimeout as delay } from "node:timers/promises";
import type { ChildKeeper } from "@celeriac/local";

/** An emulator that these tests started, or found running. */
export interface Emulator {
  readonly endpoint: string;
}

export interface StartedEmulator extends Emulator {
  /** Of its process, which leads a group of all that it starts. */
  readonly pid: number;
}

export const LOOPBACK = "127.0.0.1";

const START_LIMIT_MS = 180_000;
const ASK_LIMIT_MS = 2000;
const ASK_EVERY_MS = 50;
const SHOWN_LINES = 40;

export interface EmulatorProgram {
  readonly name: string;
  readonly port: number;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** A path that answers with 200 once the emulator is ready. */
  readonly healthPath: string;
}

/**
 * Starts an emulator and waits until it answers. It ends with the keeper, and with this process.
 * @throws {Error} with its last lines, when it ends or is not ready within three minutes.
 */
export async function startEmulator(
  keeper: ChildKeeper,
  program: EmulatorProgram,
): Promise<StartedEmulator> {
  const { name, port, command, environment, directory, healthPath } = program;
  const lines: string[] = [];
  const began = performance.now();
  const child = keeper.start({
    command,
    arguments: program.arguments,
    environment,
    directory,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > SHOWN_LINES) lines.shift();
    },
  });
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const endpoint = `http://${LOOPBACK}:${port}`;
  while (!(await answers(`${endpoint}${healthPath}`))) {
    const isTooLate = performance.now() - began > START_LIMIT_MS;
    if (!(ended || isTooLate)) continue;
    const what = ended ? "ended at its start" : `was not ready after ${START_LIMIT_MS / 1000} s`;
    throw new Error(`${name} ${what}; it wrote:\n${lines.join("\n")}`);
  }
  console.log(`${name}: ready in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return { endpoint, pid: child.pid };
}

/** Whether a server answers this URL well. Waits a moment when it does not. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_LIMIT_MS) });
    await response.body?.cancel();
    if (response.ok) return true;
  } catch {
    // Nothing listens yet.
  }
  await delay(ASK_EVERY_MS);
  return false;
}
