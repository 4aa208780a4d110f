import { describe, expect, it } from "vitest";
import { judgeLock } from "./judge-lock.ts";
import { isUniqueKey, type UniqueLock } from "./unique-lock.ts";

const NOW = 1_800_000_000_000;
const lock = (sent: boolean, until = NOW + 1): UniqueLock => ({
  task: "sync",
  key: "a",
  taskId: "t",
  sent,
  until,
  queue: "default",
  enqueuedAt: NOW - 1,
});

describe("a request that meets a lock", () => {
  it.each(["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"] as const)(
    "takes it over once its holder is %s, sent or not",
    (state) => {
      expect(judgeLock(lock(true), { state }, NOW)).toEqual({ kind: "take" });
      expect(judgeLock(lock(false), { state }, NOW)).toEqual({ kind: "take" });
    },
  );

  it.each([undefined, "STARTED", "RETRY"] as const)(
    "joins a holder that is %s, and sends for it if nobody is known to have",
    (state) => {
      const holder = state === undefined ? undefined : { state };
      expect(judgeLock(lock(true), holder, NOW)).toEqual({ kind: "join" });
      expect(judgeLock(lock(false), holder, NOW)).toEqual({ kind: "send" });
    },
  );

  it("takes it over from the instant at which it counts no more, whatever became of its holder", () => {
    expect(judgeLock(lock(true, NOW), { state: "STARTED" }, NOW)).toEqual({ kind: "take" });
    expect(judgeLock(lock(false, NOW), undefined, NOW)).toEqual({ kind: "take" });
  });
});

describe("a unique key", () => {
  it.each(["a", "k".repeat(512), "ключ 🔑", "a#b\u0000"])("may be %j", (key) => {
    expect(isUniqueKey(key)).toBe(true);
  });

  it.each(["", "k".repeat(513), "\ud800", 5, undefined, null, ["a"]])("is not %j", (key) => {
    expect(isUniqueKey(key)).toBe(false);
  });
});
