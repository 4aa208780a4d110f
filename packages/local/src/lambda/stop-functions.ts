const END_POLLS_INTERVAL_MS = 10;

/** A function that consumes a queue. */
export interface ConsumingFunction {
  /** Takes no more batches, and resolves when every invocation has ended. */
  readonly mapping: { stop(): Promise<void> };
  /** Kills whatever runs. */
  readonly runner: { stop(): Promise<void> };
}

/**
 * Receives nothing more, waits for the invocations under way, at most so long, and kills what is left. `endLongPolls` lets
 * the queues answer at once those who wait for messages.
 */
export async function stopFunctions(
  running: readonly ConsumingFunction[],
  drainMs: number,
  endLongPolls: () => void,
): Promise<void> {
  const drained = Promise.all(running.map(({ mapping }) => mapping.stop()));
  // Again and again: a poll may have been on its way when the others were ended.
  const ending = setInterval(endLongPolls, END_POLLS_INTERVAL_MS);
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  const deadline = setTimeout(resolve, drainMs);
  await Promise.race([drained, tooLate]);
  clearTimeout(deadline);
  await Promise.all(running.map(({ runner }) => runner.stop()));
  await drained;
  clearInterval(ending);
}
