import { CeleriacError, resolveHandlers } from "@celeriac/core";
import { createCompany } from "./company.ts";
import { deliver } from "./deliver.ts";
import type { Delivery, DeliveryOutcome } from "./delivery.ts";
import type { EngineContext } from "./engine-context.ts";
import type { EngineOptions } from "./engine-options.ts";

/** Runs deliveries. One per process. */
export interface Engine {
  /** Runs one delivery to its end; never throws. The host then acknowledges, or leaves the message alone. */
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
  /** Deliveries under way. */
  readonly active: number;
}

/**
 * Makes the engine of a host.
 * @throws {CeleriacError} `missing-handler` for a task of the host's queues that has neither `run` nor a handler,
 * `missing-resource` for one with `idempotency` when there is no port to keep it.
 */
export function createEngine(options: EngineOptions): Engine {
  checkEffects(options);
  const context: EngineContext = {
    app: options.app,
    ports: options.ports,
    host: options.host,
    isolation: options.isolation ?? { kind: "none" },
    company: createCompany(),
    handlers: resolveHandlers(options.app, options.handlers, options.queues),
    senderFor: options.senderFor,
  };
  let active = 0;
  return {
    deliver: async (delivery) => {
      active += 1;
      context.company.enter();
      try {
        return await deliverSafely(context, delivery);
      } finally {
        context.company.leave();
        active -= 1;
      }
    },
    get active() {
      return active;
    },
  };
}

function checkEffects({ app, ports, queues }: EngineOptions): void {
  if (ports.effects !== undefined) return;
  const consumed = new Set(queues ?? app.queues.keys());
  for (const { name, queue, idempotency } of app.tasks.values()) {
    if (idempotency === undefined || !consumed.has(queue)) continue;
    throw new CeleriacError(
      "missing-resource",
      `task "${name}" has \`idempotency\`, and the engine got no \`effects\` port to keep its keys`,
    );
  }
}

async function deliverSafely(context: EngineContext, delivery: Delivery): Promise<DeliveryOutcome> {
  const { logger } = context.ports;
  const queue = context.app.queues.get(delivery.queue);
  const { messageId } = delivery.message;
  if (queue === undefined) {
    const app = context.app.name;
    logger.error(
      `a message came from queue "${delivery.queue}", which app "${app}" does not define`,
      {
        messageId,
      },
    );
    return { acknowledge: false, result: "left" };
  }
  try {
    return await deliver(context, queue, delivery);
  } catch (error) {
    // Nothing is known of what was done: the message stays, and its next delivery finds out.
    logger.error("a delivery broke; its message is left alone", {
      queue: queue.name,
      messageId,
      error,
    });
    return { acknowledge: false, result: "left" };
  }
}
