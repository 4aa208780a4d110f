import type { Delivery, DeliveryOutcome } from "@celeriac/engine";

/** Set in a process that runs one delivery for a worker. */
export const ISOLATED_VARIABLE = "CELERIAC_ISOLATED";

/** What a worker tells such a process. */
export type IsolatedOrder =
  | (Pick<Delivery, "queue" | "message"> & {
      readonly kind: "run";
      /** How long ago the receive was sent, ms. */
      readonly agoMs: number;
    })
  /** The worker wants its tasks back at once. */
  | { readonly kind: "shutdown" };

/** What such a process answers. */
export type IsolatedAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "ended"; readonly outcome: DeliveryOutcome };

/** Tells an order from whatever else the application sends between its processes. */
export function isIsolatedOrder(value: unknown): value is IsolatedOrder {
  const kind = kindOf(value);
  return kind === "run" || kind === "shutdown";
}

/** Tells an answer from whatever else the application sends between its processes. */
export function isIsolatedAnswer(value: unknown): value is IsolatedAnswer {
  const kind = kindOf(value);
  return kind === "ready" || kind === "ended";
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
}
