import { type ChildProcess, fork } from "node:child_process";
import type { Clock, Logger } from "@celeriac/core";
import type { Delivery, DeliveryOutcome } from "@celeriac/engine";
import { ISOLATED_VARIABLE, type IsolatedOrder, isIsolatedAnswer } from "./isolated-order.ts";

/** How long a process may take to get ready, ms: it loads all that the worker loaded. */
const READY_WITHIN_MS = 60_000;

export interface IsolatedRunsOptions {
  /** The file that started this process, and starts the other one. @defaultValue `process.argv[1]` */
  readonly entry?: string | undefined;
  /** What the process finds in its environment, besides the word that it is one. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Runs one delivery in a process of its own, which is started from this one's entry and ends with it. `no-room`: one
 * runs already. `unable`: no such process could be started; nothing was done.
 */
export type RunIsolated = (delivery: Delivery) => Promise<DeliveryOutcome | "no-room" | "unable">;

/** Makes it: one process at a time, since each needs the memory of a whole worker. */
export function createIsolatedRuns(options: IsolatedRunsOptions): RunIsolated {
  let busy = false;
  return async (delivery) => {
    if (busy) return "no-room";
    busy = true;
    try {
      return await runIn(options, delivery);
    } finally {
      busy = false;
    }
  };
}

async function runIn(
  { entry = process.argv[1], environment, clock, logger }: IsolatedRunsOptions,
  delivery: Delivery,
): Promise<DeliveryOutcome | "unable"> {
  if (entry === undefined) return "unable";
  const child = start(entry, environment);
  let ready = false;
  let outcome: DeliveryOutcome | undefined;
  const tellShutdown = (): void => tell(child, { kind: "shutdown" });
  const cancel = clock.timer(READY_WITHIN_MS, () => {
    if (!ready) child.kill("SIGKILL");
  });
  child.on("message", (answer: unknown) => {
    if (!isIsolatedAnswer(answer)) return;
    if (answer.kind === "ended") {
      outcome = answer.outcome;
      return;
    }
    ready = true;
    const { queue, message, receivedAt } = delivery;
    tell(child, { kind: "run", queue, message, agoMs: clock.monotonic() - receivedAt });
    if (delivery.shutdown?.aborted) tellShutdown();
  });
  delivery.shutdown?.addEventListener("abort", tellShutdown);
  const ended = await exited(child);
  delivery.shutdown?.removeEventListener("abort", tellShutdown);
  cancel();
  if (outcome !== undefined) return outcome;
  if (!ready) {
    logger.error(
      "no process of its own could be started for a task that has lost its processes: it runs here. " +
        "A worker's entry must reach runWorker when it is started a second time beside the first",
      { entry, ended },
    );
    return "unable";
  }
  logger.error("a task took the process with it that it was given for itself", { ended });
  // Its lease runs out; whoever gets the message next gives it up.
  return { acknowledge: false, result: "left" };
}

function start(entry: string, environment: Readonly<NodeJS.ProcessEnv>): ChildProcess {
  return fork(entry, process.argv.slice(2), {
    env: { ...environment, [ISOLATED_VARIABLE]: "1" },
    // A debugger's port is taken by this process.
    execArgv: process.execArgv.filter((option) => !option.startsWith("--inspect")),
  });
}

function exited(child: ChildProcess): Promise<number | NodeJS.Signals | string | null> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
}

function tell(child: ChildProcess, order: IsolatedOrder): void {
  // Refused when the process has just ended: its exit says the rest.
  child.send(order, () => undefined);
}
