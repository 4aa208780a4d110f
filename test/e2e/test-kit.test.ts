import {
  type AnyTask,
  defineApp,
  defineTask,
  fargate,
  RejectError,
  RetryError,
  SnoozeError,
  type TaskHandle,
} from "celeriac";
import type { Client } from "celeriac/client";
import { startLocal } from "celeriac/local";
import { createTestApp } from "celeriac/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const retry = { maxRetries: 1, backoff: "1s", jitter: "none" } as const;
const fail = (error: Error) => (): never => {
  throw error;
};

const tasks: readonly AnyTask[] = [
  defineTask({ name: "succeeds", output: z.number(), run: (_input, ctx) => ctx.attempt }),
  defineTask({ name: "fails", retry, run: fail(new TypeError("no")) }),
  defineTask({ name: "rejects", retry, run: fail(new RejectError("never")) }),
  defineTask({ name: "asks", retry, run: fail(new RetryError({ delay: "1s" })) }),
  defineTask({
    name: "recovers",
    retry,
    run: (_input, ctx) => {
      ctx.progress({ attempt: ctx.attempt });
      if (ctx.attempt === 1) throw new Error("not yet");
      return "at last";
    },
  }),
  defineTask({
    name: "snoozes",
    retry: { maxRetries: 0 },
    run: (_input, ctx) => {
      if (ctx.attempt === 1) throw new SnoozeError({ delay: "1s" });
    },
  }),
  defineTask({ name: "promises", output: z.number(), run: () => "no number" as never }),
  defineTask({ name: "hangs", retry, timeLimit: "1s", run: () => new Promise(() => undefined) }),
];
const app = defineApp({ name: "kit", tasks, queues: { default: fargate({ drain: "1s" }) } });

/** What callers can tell of a task's end, but for times, hosts and where errors were thrown. */
async function endOf(handle: TaskHandle<unknown>): Promise<unknown> {
  await handle.result({ timeout: "20s" }).catch(() => undefined);
  const outcome = await handle.outcome();
  const { state, attempts, generation, progress, lost } = outcome;
  const end = { state, attempts, generation, progress, lost };
  if (outcome.state === "SUCCESS") return { ...end, result: outcome.result };
  if (outcome.state !== "FAILURE") return end;
  const { name, message } = outcome.error ?? {};
  return { ...end, reason: outcome.reason, error: { name, message } };
}

async function endsOf(client: Client): Promise<unknown> {
  const handles = await Promise.all(tasks.map((task) => client.enqueue(task)));
  const ends = await Promise.all(handles.map(endOf));
  const revoked = await client.enqueue(tasks[0]!, undefined, { delay: "10m" });
  const letters = await client.deadLetters("default").list();
  return {
    ends: Object.fromEntries(tasks.map(({ name }, index) => [name, ends[index]])),
    revoked: [await revoked.revoke(), await endOf(revoked)],
    letters: new Set(letters.map(({ task, reason }) => `${task}: ${reason}`)),
  };
}

describe("the test kit tells what AWS would", () => {
  it("of every way in which a task can end", async () => {
    await using local = await startLocal(app);
    const real = await endsOf(local.client);
    expect(await endsOf(createTestApp(app).client)).toEqual(real);
    expect(real).toMatchObject({
      ends: { recovers: { state: "SUCCESS", attempts: 2 }, hangs: { reason: "time-limit" } },
      revoked: ["revoked", { state: "REVOKED" }],
      letters: new Set([
        ...["fails: error", "rejects: rejected", "asks: error", "hangs: time-limit"],
        "promises: invalid-output",
      ]),
    });
  });
});
