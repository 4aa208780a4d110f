import type { Delivery, DeliveryOutcome, Engine } from "@celeriac/engine";

/** An engine that does what a test says, and remembers what it was given. */
export interface ScriptedEngine extends Engine {
  /** Every delivery so far, in order. */
  readonly deliveries: readonly Delivery[];
  /** The most that were under way at a time. */
  readonly most: number;
}

export const DONE: DeliveryOutcome = { acknowledge: true, result: "succeeded" };
export const LEFT: DeliveryOutcome = { acknowledge: false, result: "left" };

export function createScriptedEngine(
  script: (delivery: Delivery) => DeliveryOutcome | Promise<DeliveryOutcome>,
): ScriptedEngine {
  const deliveries: Delivery[] = [];
  let active = 0;
  let most = 0;
  return {
    deliveries,
    get active() {
      return active;
    },
    get most() {
      return most;
    },
    deliver: async (delivery) => {
      deliveries.push(delivery);
      active += 1;
      most = Math.max(most, active);
      try {
        return await script(delivery);
      } finally {
        active -= 1;
      }
    },
  };
}
