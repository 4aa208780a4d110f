import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, show } from "./show.ts";

class Order {}

describe("show renders any value short and on one line", () => {
  it.each<[unknown, string]>([
    ["a\nb", '"a\\nb"'],
    ["x".repeat(81), `"${"x".repeat(80)}…"`],
    ["\ufffe", '"\ufffd"'],
    [5, "5"],
    [5n, "5n"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("s"), "Symbol(s)"],
    [(): void => undefined, "a function"],
    [[1, 2], "an array of 2"],
    [{ secret: 1 }, "an object"],
    [Object.create(null), "an object"],
    [new Order(), "an instance of Order"],
    [{ constructor: { name: 5 } }, "an object"],
    ["\u202egnp.exe", '"\\u202egnp.exe"'],
    ["\u009b31mred\u2028\u007f", '"\\u009b31mred\\u2028\\u007f"'],
    [{ constructor: { name: "two\nlines" } }, "an instance of two\\u000alines"],
    [Symbol("two\nlines"), "Symbol(two\\u000alines)"],
    [10n ** 80n, "a bigint of more than 80 digits"],
    [-(10n ** 79n), `-1${"0".repeat(79)}n`],
  ])("%#", (value, shown) => {
    expect(show(value)).toBe(shown);
  });

  it("survives what throws when it is looked at", () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    expect(show(hostile)).toBe("an object");
    const gone = Proxy.revocable([], {});
    gone.revoke();
    expect(show(gone.proxy)).toBe("an object");
  });

  it("never throws, and never takes more than a line", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const shown = show(value);
        expect(shown).not.toContain("\n");
        expect(shown.length).toBeLessThan(600);
      }),
    );
  });
});

describe("cut shortens a text without halving a character", () => {
  it("keeps what is short enough", () => {
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("abcd", 3)).toBe("abc");
    expect(cut("abc", 0)).toBe("");
  });

  it("leaves out a pair that does not fit whole", () => {
    expect(cut("ab😀", 3)).toBe("ab");
    expect(cut("ab😀", 4)).toBe("ab😀");
  });

  it("keeps well-formed texts well formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(20), (text, length) => {
        expect(cut(text, length).isWellFormed()).toBe(true);
        expect(text.startsWith(cut(text, length))).toBe(true);
        expect(cut(text, length).length).toBeLessThanOrEqual(length);
      }),
    );
  });
});
