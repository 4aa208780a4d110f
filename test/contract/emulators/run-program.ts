import { execFile } from "node:child_process";
import { promisify } from "node:util";

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;
const SHOWN_CHARACTERS = 3000;

/**
 * Runs a program to its end and answers what it wrote, error output included.
 * @throws {Error} with the end of its output, when it cannot be started, fails, or takes longer than `limitMs`.
 */
export async function runProgram(
  command: string,
  programArguments: readonly string[],
  limitMs: number,
): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, [...programArguments], {
      timeout: limitMs,
      maxBuffer: MOST_OUTPUT_BYTES,
    });
    return `${stdout}${stderr}`;
  } catch (cause) {
    const { message, stdout, stderr } = cause as Error & { stdout?: string; stderr?: string };
    const output = `${stdout ?? ""}${stderr ?? ""}`.slice(-SHOWN_CHARACTERS);
    const asked = [command, ...programArguments].join(" ").slice(0, SHOWN_CHARACTERS);
    throw new Error(`${asked} failed: ${output === "" ? message : output}`, { cause });
  }
}
