import { CeleriacError } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frozenCopy } from "./frozen-copy.ts";

describe("a frozen copy is what JSON makes of a value", () => {
  it("whatever JSON can hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copied = frozenCopy(value, "it", 1e9);
        expect(JSON.stringify(copied)).toBe(JSON.stringify(value));
        expect(Object.isFrozen(copied)).toBe(true);
      }),
    );
  });

  it("whatever it cannot", () => {
    const values = [
      { a: undefined, b: [undefined, () => 1, Symbol("s")], c: Number.NaN, d: -0 },
      { at: new Date(0), nested: { toJSON: () => [new Date(1)] } },
      Object.create(null, { own: { value: 1, enumerable: true }, hidden: { value: 2 } }),
    ];
    for (const value of values) {
      const copied: unknown = frozenCopy(value, "it", 1e9);
      expect(copied).toEqual(JSON.parse(JSON.stringify(value)));
    }
  });

  it("a cycle and a bigint are refused", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = [cycle];
    for (const value of [cycle, [1n]]) {
      expect(codeOf(() => frozenCopy(value, "it", 1e9))).toBe("not-serialisable");
    }
  });
});

describe("the size counts in bytes of JSON", () => {
  it.each([
    ["characters of one byte", "x".repeat(98), 100],
    ["characters of two", "ä".repeat(49), 100],
    ["characters of four", "\u{1f33f}".repeat(12), 50],
    ["escapes", "\u0001".repeat(10), 62],
    ["many values", Array.from({ length: 100 }, () => 0), 201],
  ])("%s", (_what, value, bytes) => {
    expect(codeOf(() => frozenCopy(value, "it", bytes))).toBeUndefined();
    expect(codeOf(() => frozenCopy(value, "it", bytes - 1))).toBe("payload-too-large");
  });
});

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return CeleriacError.is(error) ? error.code : String(error);
  }
}
