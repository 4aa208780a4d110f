import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CeleriacError } from "../errors/celeriac-error.ts";
import { RejectError, RetryError, SnoozeError } from "../errors/control-errors.ts";
import { decideRetry, type FailedAttempt, type RetryDecision } from "./decide-retry.ts";
import { retryPolicy } from "./retry-policy.ts";

const BOOM = new Error("boom");
const steady = retryPolicy({ maxRetries: 3, backoff: "2s", jitter: "none" });

function decide(change: Partial<FailedAttempt>): RetryDecision {
  return decideRetry({
    policy: steady,
    error: BOOM,
    countedAttempts: 1,
    firstStartedAt: 1000,
    now: 1000,
    random: 0.5,
    ...change,
  });
}

const retried = (delayMs: number, error: unknown = BOOM): RetryDecision => ({
  retry: true,
  snooze: false,
  delayMs,
  error,
});

describe("A thrown error is retried as the policy says", () => {
  it("retries as often as it may, after the backoff, then fails", () => {
    expect([1, 2, 3, 4].map((countedAttempts) => decide({ countedAttempts }))).toEqual([
      retried(2000),
      retried(4000),
      retried(8000),
      { retry: false, snooze: false, reason: "error", error: BOOM },
    ]);
  });

  it("never retries with maxRetries 0", () => {
    expect(decide({ policy: retryPolicy({ maxRetries: 0 }) }).retry).toBe(false);
  });

  it("spreads by chance with full jitter", () => {
    expect(decide({ policy: retryPolicy({ backoff: "2s" }), random: 0.25 })).toEqual(retried(500));
  });

  it("starts no retry later than maxElapsed after the first attempt's start", () => {
    const policy = { ...steady, maxElapsedMs: 10_000 };
    expect(decide({ policy, firstStartedAt: 1000, now: 9000 })).toEqual(retried(2000));
    expect(decide({ policy, firstStartedAt: 1000, now: 9001 })).toMatchObject({ reason: "error" });
  });

  it("retries only what its predicate takes", () => {
    const policy = { ...steady, on: (error: unknown) => error !== BOOM };
    expect(decide({ policy })).toEqual({
      retry: false,
      snooze: false,
      reason: "error",
      error: BOOM,
    });
    expect(decide({ policy, error: "else" })).toEqual(retried(2000, "else"));
  });

  it("takes a predicate that throws for one that says no, and tells of it", () => {
    const predicateError = new TypeError("no such property");
    const policy = {
      ...steady,
      on: () => {
        throw predicateError;
      },
    };
    expect(decide({ policy })).toEqual({
      retry: false,
      snooze: false,
      reason: "error",
      error: BOOM,
      predicateError,
    });
  });

  it("retries a time limit, and calls it by its name in the end", () => {
    const error = new CeleriacError("time-limit", "60 s are over");
    expect(decide({ error })).toEqual(retried(2000, error));
    expect(decide({ error, countedAttempts: 4 })).toMatchObject({ reason: "time-limit" });
    const soft = new CeleriacError("soft-time-limit", "50 s are over");
    expect(decide({ error: soft, countedAttempts: 4 })).toMatchObject({ reason: "error" });
  });
});

describe("A handler decides by what it throws", () => {
  it("rejects at once, whatever the policy says", () => {
    const error = new RejectError("no such image");
    expect(decide({ error })).toEqual({ retry: false, snooze: false, reason: "rejected", error });
  });

  it("retries after the delay it asks for, past its predicate and its cap", () => {
    const error = new RetryError({ delay: "7d" });
    const policy = { ...steady, on: () => false };
    expect(decide({ error, policy })).toEqual(retried(604_800_000, error));
    expect(decide({ error: new RetryError({ delay: "0s" }) })).toMatchObject({
      retry: true,
      delayMs: 0,
    });
  });

  it("retries after the backoff when it asks for no delay", () => {
    expect(decide({ error: new RetryError(), countedAttempts: 2 })).toMatchObject({
      delayMs: 4000,
    });
  });

  it("still counts a retry that it asks for", () => {
    const error = new RetryError({ delay: "1s" });
    expect(decide({ error, countedAttempts: 4 })).toMatchObject({ retry: false, reason: "error" });
    const policy = { ...steady, maxElapsedMs: 500 };
    expect(decide({ error, policy })).toMatchObject({ retry: false, reason: "error" });
  });

  it("snoozes, which does not count", () => {
    const error = new SnoozeError({ delay: "1d" });
    const policy = { ...steady, maxRetries: 0, maxElapsedMs: 0 };
    expect(decide({ error, policy, countedAttempts: 99 })).toEqual({
      retry: false,
      snooze: true,
      delayMs: 86_400_000,
      error,
    });
  });

  it.each(["8d", "-1s", "soon", ""])("treats the delay %j as the handler's own error", (delay) => {
    for (const error of [
      new RetryError({ delay: delay as never }),
      new SnoozeError({ delay: delay as never }),
    ]) {
      const decision = decide({ error });
      expect(decision).toMatchObject({ retry: true, delayMs: 2000 });
      expect(decision.error).toMatchObject({
        code: "invalid-options",
        message: `${error.name}'s delay is ${JSON.stringify(delay)}: expected a duration from "0s" to "7d"`,
        cause: error,
      });
      expect(decide({ error, countedAttempts: 4 })).toMatchObject({ reason: "error" });
    }
  });

  it("knows the errors of another copy of the library", () => {
    const foreign = (code: string, delay?: string): Error =>
      Object.assign(new Error("x"), { [Symbol.for("celeriac.error")]: true, code, delay });
    expect(decide({ error: foreign("rejected") })).toMatchObject({ reason: "rejected" });
    expect(decide({ error: foreign("snoozed", "1s") })).toMatchObject({
      snooze: true,
      delayMs: 1000,
    });
    expect(decide({ error: foreign("retry-requested", "1s") })).toMatchObject({ delayMs: 1000 });
  });

  it("decides on anything thrown, and never throws", () => {
    fc.assert(
      fc.property(fc.anything(), fc.nat(10), (error, countedAttempts) => {
        const decision = decide({ error, countedAttempts });
        expect(decision.retry).toBe(countedAttempts <= 3);
        expect(decision.error).toBe(error);
      }),
    );
  });
});
