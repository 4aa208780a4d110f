import { randomBytes } from "node:crypto";
import type { Random } from "@celeriac/core";

/** Drawn from the operating system a few kilobytes at a time: one draw for each token would be most of its cost. */
const POOL_BYTES = 4096;

/** Chance from the operating system's cryptographic source: unguessable. */
export function systemRandom(): Random {
  let pool = randomBytes(POOL_BYTES);
  let used = 0;
  const take = (length: number): Buffer => {
    if (length > POOL_BYTES) return randomBytes(length);
    if (used + length > POOL_BYTES) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
  return {
    // 48 bits: every value is exact in a double, and below 1
    next: () => take(6).readUIntBE(0, 6) / 2 ** 48,
    hex: (length) => take(length).toString("hex"),
  };
}
