import type { DevOptions, DevSystem } from "@celeriac/cli";
import { topology } from "@celeriac/core";

/** How long Lambda invocations may take when the system is stopped, ms. */
const DRAIN_MS = 30_000;

/** Brings up an app's system on this machine. The emulators are loaded for whoever does so. */
export async function startDev({ app, ...options }: DevOptions): Promise<DevSystem> {
  const { startDevSystem } = await import("@celeriac/local");
  const system = await startDevSystem({
    ...options,
    topology: topology(app),
    environment: process.env,
    drainMs: DRAIN_MS,
  });
  return system;
}
