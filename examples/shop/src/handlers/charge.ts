import { handle, RejectError, type TaskHandler } from "celeriac";
import { charge } from "../tasks.ts";

/** Whoever takes money. */
export type Payments = (payment: {
  readonly key: string;
  readonly cents: number;
  readonly signal: AbortSignal;
}) => Promise<string | "declined">;

/** Makes the handler on a payment service, so that a test can bring its own. */
export function handleCharge(pay: Payments): TaskHandler {
  return handle(charge, async ({ order, cents }, ctx) => {
    const receipt = await pay({ key: ctx.idempotencyKey, cents, signal: ctx.signal });
    if (receipt === "declined") throw new RejectError(`the payment for ${order} was declined`);
    return { receipt };
  });
}
