import { defineApp, defineTask, lambda, RetryError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness, type EngineHarness } from "./engine-harness.ts";

const tidy = defineTask({ name: "tidy", run: () => undefined });
const ping = defineTask({ name: "ping", ignoreResult: true, run: () => undefined });
const flaky = defineTask({
  name: "flaky",
  retry: { maxRetries: 1, backoff: "10s", jitter: "none" },
  run: () => {
    throw new RetryError({ message: "busy" });
  },
});
const app = defineApp({
  name: "log",
  tasks: [tidy, ping, flaky],
  queues: { default: lambda({ timeout: "60s" }) },
});

/** What was logged of tasks: message, level, state and the rest that stands still. */
function told({ logger }: EngineHarness): readonly unknown[] {
  return logger.lines.map(({ level, message, fields }) => {
    const { state, attempt, retryInMs, reason } = fields;
    return [level, message, state, attempt, ...[retryInMs, reason].filter((x) => x !== undefined)];
  });
}

describe("whoever reads the log at the level debug hears", () => {
  it.each(["tidy", "ping"])("the start and the end of %s", async (task) => {
    const h = createHarness(app);
    await h.run("default", h.envelope(task));
    expect(told(h)).toEqual([
      ["debug", "task started", "STARTED", 1],
      ["debug", "task succeeded", "SUCCESS", 1],
    ]);
  });

  it("when a task is tried again, and why it is not any more", async () => {
    const h = createHarness(app);
    const envelope = h.envelope("flaky");
    await h.run("default", envelope);
    await h.clock.advance(10_000);
    await h.next("default");
    expect(told(h)).toEqual([
      ["debug", "task started", "STARTED", 1],
      ["warn", "task failed and is tried again", "RETRY", 1, 10_000],
      ["debug", "task started", "STARTED", 2],
      ["error", "task failed", "FAILURE", 2, "error"],
    ]);
  });

  it("that a task came too late, or had ended before", async () => {
    const h = createHarness(app);
    const envelope = h.envelope("tidy", { expires: 1 });
    await h.run("default", envelope);
    await h.run("default", envelope);
    expect(told(h)).toEqual([
      ["info", "task expired before it started", "EXPIRED", 0],
      ["debug", "task had ended before it was delivered", "EXPIRED", 0],
    ]);
  });
});
