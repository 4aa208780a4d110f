/** Rare: on two cores the telling itself would be a thirtieth of a task's cost. */
const TELL_EVERY_MS = 25;

/** What a worker process tells the bench. */
export type WorkerReport =
  | { readonly kind: "ready" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "stopped"; readonly calls: Readonly<Record<string, number>> };

/**
 * Runs one worker and reports of it: it calls `done` after each task, and answers how to stop it, which answers the
 * calls of AWS that were made.
 */
export async function reportFrom(
  start: (done: () => void) => Promise<() => Promise<Readonly<Record<string, number>>>>,
): Promise<void> {
  let [count, told] = [0, 0];
  const stop = await start(() => {
    count += 1;
  });
  const telling = setInterval(() => {
    if (count === told) return;
    told = count;
    tell({ kind: "count", count });
  }, TELL_EVERY_MS);
  process.once("message", () => {
    clearInterval(telling);
    void stop().then((calls) => {
      tell({ kind: "stopped", calls });
      process.disconnect();
      process.exit(0);
    });
  });
  // Whoever started it may have been killed.
  process.once("disconnect", () => process.exit(0));
  tell({ kind: "ready" });
}

function tell(report: WorkerReport): void {
  process.send?.(report);
}
