import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FailureError } from "../record/failure.ts";
import { CeleriacError } from "./celeriac-error.ts";
import { fromFailureError, toFailureError } from "./failure-error.ts";

const plain = (error: unknown): FailureError => toFailureError(error, { stack: false });

describe("toFailureError keeps what an error says", () => {
  it("keeps name, message, code, stack and causes", () => {
    const error = new TypeError("bad url", { cause: new CeleriacError("throttled", "slow down") });
    const failure = toFailureError(error);
    expect(failure).toMatchObject({
      name: "TypeError",
      message: "bad url",
      cause: { name: "CeleriacError", message: "slow down", code: "throttled" },
    });
    expect(failure.stack).toContain("failure-error.test.ts");
    expect(failure.cause?.stack).toContain("failure-error.test.ts");
    expect("code" in failure).toBe(false);
  });

  it("leaves stacks out where they are not wanted", () => {
    const error = new Error("a", { cause: new Error("b") });
    expect(plain(error)).toEqual({
      name: "Error",
      message: "a",
      cause: { name: "Error", message: "b" },
    });
  });

  it.each<[unknown, FailureError]>([
    ["out of paper", { name: "NonErrorThrown", message: "out of paper" }],
    [undefined, { name: "NonErrorThrown", message: "undefined" }],
    [null, { name: "NonErrorThrown", message: "null" }],
    [42, { name: "NonErrorThrown", message: "42" }],
    [{ status: 500 }, { name: "NonErrorThrown", message: "an object" }],
    [
      { message: "no", code: 7 },
      { name: "NonErrorThrown", message: "no", code: "7" },
    ],
    [
      { name: "AbortError", message: "" },
      { name: "AbortError", message: "" },
    ],
  ])("takes what is no error: %j", (thrown, failure) => {
    expect(plain(thrown)).toEqual(failure);
  });

  it("ends at five causes, and where a chain bites its tail", () => {
    const chain = Array.from({ length: 9 }, (_, index) => index).reduce<Error | undefined>(
      (cause, index) => new Error(`${8 - index}`, { cause }),
      undefined,
    );
    const messages: string[] = [];
    for (let at: FailureError | undefined = plain(chain); at !== undefined; at = at.cause)
      messages.push(at.message);
    expect(messages).toEqual(["0", "1", "2", "3", "4", "5"]);
    const tail: Error = new Error("tail");
    const head = new Error("head", { cause: tail });
    tail.cause = head;
    expect(plain(head)).toEqual({
      name: "Error",
      message: "head",
      cause: { name: "Error", message: "tail" },
    });
  });

  it("survives getters and proxies that throw", () => {
    const hostile = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("no");
      },
      getPrototypeOf: () => {
        throw new Error("no");
      },
      has: () => {
        throw new Error("no");
      },
    });
    expect(toFailureError(hostile)).toEqual({ name: "NonErrorThrown", message: "an object" });
  });
});

describe("A failure stays far below what an item of the table holds", () => {
  it("cuts every text", () => {
    const long = "é".repeat(100_000);
    const make = (depth: number): Error =>
      Object.assign(new Error(long, depth === 0 ? {} : { cause: make(depth - 1) }), {
        name: long,
        code: long,
        stack: long,
      });
    const failure = toFailureError(make(9));
    expect(failure.message).toHaveLength(2000);
    expect(failure.stack).toHaveLength(8000);
    expect(failure.cause?.stack).toHaveLength(2000);
    expect(JSON.stringify(failure).length).toBeLessThan(35_000);
  });

  it("never halves a character, and never throws", () => {
    const thrown = fc.oneof(
      fc.anything(),
      fc
        .string({ unit: "binary", minLength: 1990, maxLength: 2010 })
        .map((text) => new Error(text)),
      fc.record({
        name: fc.anything(),
        message: fc.anything(),
        code: fc.anything(),
        stack: fc.anything(),
        cause: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(thrown, (value) => {
        const text = JSON.stringify(toFailureError(value));
        expect(text.isWellFormed()).toBe(true);
        // JSON writes lone surrogates as escapes.
        expect(/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(text)).toBe(false);
      }),
    );
  });
});

describe("fromFailureError gives back an error to be thrown", () => {
  it("has its name, message, code, stack and causes", () => {
    const failure: FailureError = {
      name: "PaymentError",
      message: "declined",
      code: "E42",
      stack: "PaymentError: declined\n    at pay",
      cause: { name: "TypeError", message: "no card" },
    };
    const error = fromFailureError(failure);
    expect(error).toBeInstanceOf(Error);
    expect(toFailureError(error)).toEqual({
      ...failure,
      cause: { ...failure.cause, stack: "TypeError: no card" },
    });
  });

  it("does not pretend that the error arose here", () => {
    expect(fromFailureError({ name: "PaymentError", message: "" }).stack).toBe("PaymentError");
  });
});
