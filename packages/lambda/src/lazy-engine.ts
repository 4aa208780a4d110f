import type { HostedEngine } from "./hosted-engine.ts";

/**
 * Makes the engine at the first call and keeps it for all warm invocations. Invocations that arrive while it is being
 * made share it. A failure is answered to those who waited, and the next call tries again: a sandbox must not stay
 * broken because one cold start met an outage.
 */
export function lazyEngine(
  create: () => HostedEngine | Promise<HostedEngine>,
): () => Promise<HostedEngine> {
  let creation: Promise<HostedEngine> | undefined;
  return async () => {
    creation ??= (async () => await create())();
    const mine = creation;
    try {
      return await mine;
    } catch (error) {
      // Another waiter may have started a new creation meanwhile: that one stays.
      if (creation === mine) creation = undefined;
      throw error;
    }
  };
}
