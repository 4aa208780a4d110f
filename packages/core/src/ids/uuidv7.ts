import { CeleriacError } from "../errors/celeriac-error.ts";

/**
 * A UUID of version 7 (RFC 9562): sorts by its time, and is as hard to guess as its 74 random bits.
 * @param now epoch ms.
 * @param hex 20 or more random hexadecimal digits: `random.hex(10)`.
 * @throws {CeleriacError} `invalid-options` for fewer digits.
 */
export function uuidv7(now: number, hex: string): string {
  if (!/^[0-9a-f]{20,}$/.test(hex)) {
    throw new CeleriacError("invalid-options", "uuidv7 needs 20 random hexadecimal digits or more");
  }
  const time = Math.floor(now).toString(16).padStart(12, "0").slice(-12);
  // The variant's two bits are 10: one of 8, 9, a, b.
  const variant = (8 + (Number.parseInt(hex.charAt(3), 16) % 4)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hex.slice(0, 3)}`,
    `${variant}${hex.slice(4, 7)}`,
    hex.slice(7, 19),
  ].join("-");
}
