import type { TaskHandle, TaskOutcome, WaitOptions } from "@celeriac/core";
import type { JsonOption } from "../app-option.ts";
import type { CommandPorts } from "../command-ports.ts";
import { jsonLine } from "../json-line.ts";
import { createProgressLine } from "../progress-line.ts";
import { counted } from "../text/counted.ts";
import { foreignText, jsonText } from "../text/foreign-text.ts";
import { lengthText } from "../text/time-text.ts";
import { failureText } from "./failure-text.ts";

/**
 * Waits for a task's end and prints its result alone; why there is none is said beside it, and the exit code is 1 then.
 * Ctrl-C ends the waiting, not the task.
 * @throws {CeleriacError} `result-timeout`
 */
export async function waitForEnd(
  handle: TaskHandle<unknown>,
  options: Pick<WaitOptions, "timeout" | "generation">,
  { json }: JsonOption,
  ports: CommandPorts,
): Promise<void> {
  const line = createProgressLine(ports);
  const startedAt = ports.clock.monotonic();
  const end = await ports.interruptible(async (signal) => {
    let last: TaskOutcome<unknown> | undefined;
    try {
      for await (const outcome of handle.updates({ ...options, signal })) {
        last = outcome;
        line.show(`${waitText(outcome)}, ${lengthText(ports.clock.monotonic() - startedAt)}`);
      }
      return last;
    } catch (error) {
      if (!signal.aborted) throw error;
      return undefined;
    } finally {
      line.clear();
    }
  });
  if (end === undefined) {
    ports.stderr(`The task goes on: celeriac result ${handle.taskId} --wait\n`);
    ports.setExitCode(130);
    return;
  }
  if (end.state !== "SUCCESS") ports.setExitCode(1);
  if (json === true) ports.stdout(jsonLine(end));
  else printEnd(end, ports);
}

function waitText({ state, attempts, progress }: TaskOutcome<unknown>): string {
  const attempt = attempts === 0 ? "" : `, attempt ${attempts}`;
  const at = progress === undefined ? "" : `, ${foreignText(JSON.stringify(progress))}`;
  return `${state}${attempt}${at}`;
}

function printEnd(end: TaskOutcome<unknown>, { stdout, stderr }: CommandPorts): void {
  if (end.state === "SUCCESS") {
    const text = jsonText(end.result);
    if (text !== undefined) stdout(`${text}\n`);
    else if (!end.resultAvailable) stderr("It succeeded; its result is kept no more.\n");
  } else if (end.state === "FAILURE") {
    stderr(
      `It failed after ${counted(end.attempts, "attempt")} (${end.reason}).\n${failureText(end.error)}\n`,
    );
  } else {
    stderr(end.state === "REVOKED" ? "It was revoked.\n" : "It expired before it was started.\n");
  }
}
