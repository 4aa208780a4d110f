import { afterAll, beforeAll } from "vitest";

/** Emulators take their time to start, and a long poll may last 20 s. */
export const SUITE_TIMEOUT_MS = 60_000;

/**
 * Sets a port up before the first test of a suite and closes it after the last.
 * The answer gives what the setup made; only tests may call it.
 */
export function underTest<Port extends { readonly close: () => Promise<void> }>(
  setup: () => Promise<Port>,
): () => Port {
  let port: Port | undefined;
  beforeAll(async () => {
    port = await setup();
  }, SUITE_TIMEOUT_MS);
  afterAll(async () => {
    await port?.close();
  }, SUITE_TIMEOUT_MS);
  return () => {
    if (port === undefined) throw new Error("the port under test is there only while tests run");
    return port;
  };
}
