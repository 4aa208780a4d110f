import type { Clock } from "@celeriac/core";
import type { DeliveryOutcome } from "@celeriac/engine";
import type { HostedEngine } from "./hosted-engine.ts";
import { ISOLATED_VARIABLE, type IsolatedAnswer, isIsolatedOrder } from "./isolated-order.ts";

/** Says whether this process was started by a worker to run a single delivery. */
export function isIsolated(environment: Readonly<NodeJS.ProcessEnv>): boolean {
  return environment[ISOLATED_VARIABLE] === "1" && process.connected;
}

/**
 * Runs the one delivery that the worker sends, tells it the outcome and ends the process. When the worker is gone, the
 * task is given back. Signals are the worker's: it says when to stop.
 */
export async function runIsolated(
  engine: HostedEngine,
  clock: Clock,
  close: () => Promise<void>,
): Promise<void> {
  const shutdown = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => undefined);
  const outcome = await new Promise<DeliveryOutcome | undefined>((resolve) => {
    let running = false;
    process.once("disconnect", () => {
      shutdown.abort();
      if (!running) resolve(undefined);
    });
    process.on("message", (order: unknown) => {
      if (!isIsolatedOrder(order)) return;
      if (order.kind === "shutdown") {
        shutdown.abort();
        return;
      }
      running = true;
      const { queue, message, agoMs } = order;
      const receivedAt = clock.monotonic() - agoMs;
      void engine.deliver({ queue, message, receivedAt, shutdown: shutdown.signal }).then(resolve);
    });
    void answer({ kind: "ready" });
  });
  if (outcome !== undefined) await answer({ kind: "ended", outcome });
  await close();
  process.exit(0);
}

function answer(value: IsolatedAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(value, () => resolve());
  });
}
