import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textFault, utf8Length } from "./text-limits.ts";

describe("utf8Length counts the bytes that travel", () => {
  it("agrees with the encoder on any text, lone surrogates included", () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }));
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      units.map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(utf8Length(value)).toBe(new TextEncoder().encode(value).length);
      }),
    );
  });
});

describe("textFault looks at structure, not at texts", () => {
  it.each([
    `["${"[".repeat(100)}"]`,
    `["${'\\"['.repeat(100)}"]`,
    `["\\\\", "${"[".repeat(100)}"]`,
    `["${"\\\\".repeat(100)}", "[", "\\\\\\"["]`,
    `[${"[],".repeat(20_000)}[]]`,
    `{"a":"${":".repeat(20_000)}"}`,
  ])("%#", (text) => {
    expect(textFault(text)).toBeUndefined();
  });

  it("counts depth and keys of any JSON as a walk over it does", () => {
    const depthOf = (value: unknown): number =>
      typeof value === "object" && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.integer({ min: 50, max: 63 }), (text, around) => {
        const wrapped = `${"[".repeat(around)}${text}${"]".repeat(around)}`;
        const deeper = depthOf(JSON.parse(wrapped)) > 64;
        expect(textFault(wrapped)).toBe(deeper ? "it nests deeper than 64" : undefined);
      }),
    );
  });

  it("ends with a text that ends in a string, or in an escape", () => {
    for (const text of ['"', '"\\', '{"a', '["\\"']) expect(textFault(text)).toBeUndefined();
  });
});
