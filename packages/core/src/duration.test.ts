import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Duration, parseDuration } from "./duration.ts";
import { CeleriacError } from "./errors/celeriac-error.ts";

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

describe("parseDuration reads a number and a unit", () => {
  it.each<[Duration, number]>([
    ["0s", 0],
    ["250ms", 250],
    ["30s", 30_000],
    ["1.5h", 5_400_000],
    ["2m", 120_000],
    ["7d", 604_800_000],
    ["0.4ms", 0],
    ["0.5ms", 1],
    ["0.000001d", 86],
  ])("%s is %i ms", (text, expected) => {
    expect(parseDuration(text, "delay")).toBe(expected);
  });

  it("reads every whole number of every unit exactly", () => {
    const units = fc.constantFrom(...(Object.keys(UNITS) as (keyof typeof UNITS)[]));
    fc.assert(
      fc.property(fc.nat(100_000), units, (amount, unit) => {
        expect(parseDuration(`${amount}${unit}`, "delay")).toBe(amount * UNITS[unit]);
      }),
    );
  });

  it.each([
    "",
    "5",
    "s",
    "-1s",
    "+1s",
    "1e3s",
    "0x10s",
    " 1s",
    "1s ",
    "1 s",
    "1S",
    "1w",
    ".5s",
    "1.s",
    "Infinitys",
    "1s\n",
    "1234567890123s",
  ])("refuses %j and says what it takes", (text) => {
    const parse = (): number => parseDuration(text as Duration, "delay");
    expect(parse).toThrow(
      `delay is ${JSON.stringify(text)}: expected a duration such as "250ms", "30s", "5m", "2h" or "7d"`,
    );
  });

  it.each([5, null, undefined, {}, ["1s"], Symbol("s"), 1n])("refuses what is no text", (value) => {
    try {
      parseDuration(value as never, "delay");
      expect.unreachable();
    } catch (error) {
      expect(CeleriacError.is(error, "invalid-options")).toBe(true);
    }
  });

  it("answers a whole number that is not negative, or an invalid-options error, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d*\.?\d*(ms|s|m|h|d)$/)), (text) => {
        try {
          const milliseconds = parseDuration(text as Duration, "delay");
          expect(Number.isSafeInteger(milliseconds)).toBe(true);
          expect(milliseconds).toBeGreaterThanOrEqual(0);
        } catch (error) {
          if (!CeleriacError.is(error, "invalid-options")) throw error;
        }
      }),
    );
  });
});
