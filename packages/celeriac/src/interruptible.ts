const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Does work that ends in good order on the first SIGINT or SIGTERM: its signal aborts. The next one finds nobody listening,
 * so that the process ends at once.
 */
export async function interruptible<Value>(
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ending = new AbortController();
  const end = (): void => {
    release();
    ending.abort();
  };
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work(ending.signal);
  } finally {
    release();
  }
}
