import { describe, expect, it } from "vitest";
import { CeleriacError } from "./celeriac-error.ts";
import { RejectError, RetryError, SnoozeError } from "./control-errors.ts";

describe("CeleriacError.is recognises Celeriac's errors", () => {
  it("knows its own, and their codes", () => {
    const error = new CeleriacError("throttled", "slow down", { retryable: true, cause: 5 });
    expect(CeleriacError.is(error)).toBe(true);
    expect(CeleriacError.is(error, "throttled")).toBe(true);
    expect(CeleriacError.is(error, "refused")).toBe(false);
    expect(error).toMatchObject({ retryable: true, cause: 5, details: {}, name: "CeleriacError" });
  });

  it("knows those of another copy of the library, where instanceof fails", () => {
    const foreign = Object.assign(new Error("from afar"), {
      [Symbol.for("celeriac.error")]: true,
      code: "throttled",
    });
    expect(CeleriacError.is(foreign, "throttled")).toBe(true);
    expect(foreign instanceof CeleriacError).toBe(false);
  });

  it.each([undefined, null, 5, "throttled", {}, new Error("x"), { code: "throttled" }])(
    "does not know %j",
    (value) => {
      expect(CeleriacError.is(value)).toBe(false);
    },
  );

  it("has no cause where none was given", () => {
    expect("cause" in new CeleriacError("refused", "no")).toBe(false);
  });
});

describe("A handler's control errors say what they ask for", () => {
  it("retries", () => {
    expect(new RetryError()).toMatchObject({
      name: "RetryError",
      code: "retry-requested",
      retryable: true,
      delay: undefined,
      message: "the handler asked for another attempt",
    });
    const cause = new Error("busy");
    expect(new RetryError({ delay: "5s", message: "busy", cause })).toMatchObject({
      delay: "5s",
      message: "busy",
      cause,
    });
  });

  it("rejects", () => {
    expect(new RejectError("no such image")).toMatchObject({
      name: "RejectError",
      code: "rejected",
      retryable: false,
      message: "no such image",
    });
  });

  it("snoozes", () => {
    expect(new SnoozeError({ delay: "5s" })).toMatchObject({
      name: "SnoozeError",
      code: "snoozed",
      delay: "5s",
      message: "the handler asked to run 5s later",
    });
  });
});
