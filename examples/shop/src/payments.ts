import type { Payments } from "./handlers/charge.ts";

/** Stands for a payment service: it declines what is above 1,000.00, and knows a key again. */
export function createPayments(): Payments {
  const receipts = new Map<string, string>();
  return ({ key, cents, signal }) => {
    signal.throwIfAborted();
    if (cents > 100_000) return Promise.resolve("declined");
    const receipt = receipts.get(key) ?? `receipt-${receipts.size + 1}`;
    receipts.set(key, receipt);
    return Promise.resolve(receipt);
  };
}
