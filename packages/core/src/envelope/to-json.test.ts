import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { MAX_VALUE_DEPTH, toJson } from "./to-json.ts";

class Order {
  id = 1;
}
class Price {
  toJSON(key: string): string {
    return `${key}: 5 EUR`;
  }
}

function refusalOf(value: unknown): string {
  try {
    toJson(value, "the result");
  } catch (error) {
    if (CeleriacError.is(error, "not-serialisable")) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

describe("toJson takes what JSON carries without loss", () => {
  it.each<[unknown, string]>([
    [null, "null"],
    ["a", '"a"'],
    [-0, "0"],
    [1.5, "1.5"],
    [{ a: [1, { b: null }], c: undefined }, '{"a":[1,{"b":null}]}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ total: new Price() }, '{"total":"total: 5 EUR"}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    [{ constructor: 1, prototype: 2 }, '{"constructor":1,"prototype":2}'],
    ["<😀", '"\\u003c\\ud83d\\ude00"'],
  ])("%#", (value, text) => {
    const json = toJson(value, "the result");
    expect(json?.text).toBe(text);
    expect(json?.value).toStrictEqual(JSON.parse(text));
  });

  it("answers nothing for nothing", () => {
    expect(toJson(undefined, "the result")).toBeUndefined();
    expect(toJson({ toJSON: () => undefined }, "the result")).toBeUndefined();
  });

  it("answers a copy: what happens to the value later does not count", () => {
    const value = { list: [1] };
    const json = toJson(value, "the result");
    value.list.push(2);
    expect(json?.value).toEqual({ list: [1] });
  });

  it("takes one object in two places, which is no cycle", () => {
    const shared = { a: 1 };
    expect(toJson([shared, shared], "x")?.text).toBe('[{"a":1},{"a":1}]');
  });

  it("takes objects of another realm", () => {
    const foreign = Object.create(Object.create(null) as object) as object;
    expect(toJson(Object.assign(foreign, { a: 1 }), "x")?.text).toBe('{"a":1}');
  });

  it("takes every JSON value, and gives back what a reader of the text gets", () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => !/__proto__|constructor/.test(JSON.stringify(value))),
        (value) => {
          const json = toJson(value, "x");
          expect(json?.value).toStrictEqual(JSON.parse(JSON.stringify(value)));
          expect(JSON.parse(json?.text ?? "")).toStrictEqual(json?.value);
        },
      ),
    );
  });
});

describe("toJson refuses what JSON would lose, and says where it is", () => {
  it.each<[unknown, string]>([
    [() => 1, "the result is a function, which JSON cannot carry"],
    [Symbol("s"), "the result is Symbol(s), which JSON cannot carry"],
    [{ a: { b: 1n } }, "the result, at a.b, is 1n, which JSON cannot carry"],
    [{ a: [1, Number.NaN] }, "the result, at a[1], is NaN, which JSON cannot carry"],
    [[Number.NEGATIVE_INFINITY], "the result, at [0], is -Infinity, which JSON cannot carry"],
    [{ run: (): void => undefined }, "the result, at run, is a function, which JSON cannot carry"],
    [[1, undefined], "the result, at [1], is undefined in an array, where JSON has null only"],
    [Array(1), "the result, at [0], is undefined in an array, where JSON has null only"],
    [new Map(), "the result is an instance of Map: expected plain data, or an object with toJSON"],
    [
      { tags: new Set() },
      "the result, at tags, is an instance of Set: expected plain data, or an object with toJSON",
    ],
    [
      [new Order()],
      "the result, at [0], is an instance of Order: expected plain data, or an object with toJSON",
    ],
    [
      new Error("x"),
      "the result is an instance of Error: expected plain data, or an object with toJSON",
    ],
    [{ at: new Date(Number.NaN) }, "the result, at at, is an invalid date"],
    [
      JSON.parse('{"a":{"__proto__":1}}'),
      "the result, at a.__proto__, has a name that no reader takes, because it reaches for a prototype",
    ],
    [
      { constructor: { prototype: 1 } },
      "the result, at constructor.prototype, has a name that no reader takes, because it reaches for a prototype",
    ],
  ])("%#", (value, message) => {
    expect(refusalOf(value)).toBe(message);
  });

  it("finds cycles, through toJSON too", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = { again: cycle };
    expect(refusalOf(cycle)).toBe(
      "the result, at self.again, refers back to an object that contains it",
    );
    const answered = { toJSON: (): unknown => [answered] };
    expect(refusalOf(answered)).toBe(
      "the result, at [0], refers back to an object that contains it",
    );
  });

  it("stops at a depth that readers take", () => {
    expect(toJson(nested(MAX_VALUE_DEPTH), "x")).toBeDefined();
    expect(refusalOf(nested(MAX_VALUE_DEPTH + 1))).toContain(
      `nests deeper than ${MAX_VALUE_DEPTH}`,
    );
    const endless = { toJSON: (): unknown => ({ ...endless }) };
    expect(refusalOf(endless)).toContain(`nests deeper than ${MAX_VALUE_DEPTH}`);
  });

  it("names what a getter threw", () => {
    const cause = new Error("no connection");
    const value = {
      get row(): unknown {
        throw cause;
      },
    };
    expect(() => toJson(value, "the result")).toThrow(
      expect.objectContaining({
        code: "not-serialisable",
        message: "the result cannot be read: a property threw an error",
        cause,
      }),
    );
  });

  it("answers with JSON or refuses with its own error, whatever it is given", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withBoxedValues: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        try {
          const json = toJson(value, "x");
          if (json !== undefined) expect(JSON.parse(json.text)).toStrictEqual(json.value);
        } catch (error) {
          if (!CeleriacError.is(error, "not-serialisable")) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("few objects that are a huge text are refused before they are copied", () => {
  it("an object that is in another twice, fifty times over", () => {
    let value: unknown = "x".repeat(1000);
    for (let level = 0; level < 50; level += 1) value = [value, value];
    expect(() => toJson(value, "the input")).toThrow(
      expect.objectContaining({
        code: "payload-too-large",
        message: expect.stringContaining("the input is longer than 33554432 bytes"),
      }),
    );
  });

  it("one long text, many times", () => {
    const long = "x".repeat(1_000_000);
    expect(() =>
      toJson(
        Array.from({ length: 100 }, () => long),
        "it",
      ),
    ).toThrow(/longer than/);
    expect(() => toJson({ ["k".repeat(68_000_000)]: 1 }, "it")).toThrow(/longer than/);
  });

  it("a path of endless keys is cut where it is shown", () => {
    const error = errorOf(() => toJson({ ["k".repeat(10_000)]: 1n }, "it"));
    expect(error.message.length).toBeLessThan(700);
  });
});

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
