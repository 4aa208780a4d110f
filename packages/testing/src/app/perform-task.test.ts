import { CeleriacError, defineApp, defineTask, handle, RetryError } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { PerformOverrides } from "./perform-task.ts";
import { createTestApp } from "./test-app.ts";

const child = defineTask({ name: "child", input: z.object({ n: z.number() }), run: () => 1 });
const resize = defineTask({
  name: "resize",
  input: z.object({ width: z.number().default(320), at: z.string().transform(Number) }),
  output: z.object({ url: z.string().transform((url) => new URL(url)) }),
  timeLimit: "30s",
});
const untracked = defineTask({ name: "untracked", ignoreResult: true, run: () => "dropped" });

function start(run: Parameters<typeof handle<{ width: number; at: number }, { url: string }>>[1]) {
  const app = defineApp({ name: "test", tasks: [child, resize, untracked] });
  return createTestApp(app, [handle(resize, run)]);
}

const input = { at: "7" };
const ok = { url: "https://example.com/a" };

describe("one handler is run", () => {
  it("with its parsed input, and answers what its caller would read", async () => {
    const seen: unknown[] = [];
    const test = start((given) => {
      seen.push(given);
      return ok;
    });
    const result = await test.perform(resize, input);
    expect(seen).toEqual([{ width: 320, at: 7 }]);
    expect(result.url).toBeInstanceOf(URL);
  });

  it("and leaves no trace of a task", async () => {
    const test = start(() => ok);
    await test.perform(resize, input);
    expect(test.enqueued()).toEqual([]);
    await test.drain();
    expect(test.deadLettered()).toEqual([]);
  });

  it("what it throws is thrown, the same error", async () => {
    const error = new RetryError({ delay: "5s" });
    const test = start(() => {
      throw error;
    });
    await expect(test.perform(resize, input)).rejects.toBe(error);
  });

  it("a task that keeps no result answers it here", async () => {
    expect(await start(() => ok).perform(untracked)).toBe("dropped");
  });

  it("it may wait for what it enqueues", async () => {
    const test = start(async (_given, ctx) => {
      const handle = await ctx.client.enqueue(child, { n: 1 }, { delay: "5m" });
      await handle.result({ timeout: "10m" });
      return ok;
    });
    await test.perform(resize, input);
    expect(test.enqueued(child)).toMatchObject([{ state: "SUCCESS" }]);
  });
});

describe("its ctx is whole", () => {
  it("as in the first attempt of a task of its own", async () => {
    const test = start((_given, ctx) => {
      expect(ctx).toMatchObject({
        ...{ task: "resize", queue: "default", attempt: 1, generation: 0, tags: {} },
        ...{ rootId: ctx.taskId, idempotencyKey: `resize:${ctx.taskId}` },
        deadline: test.now() + 30_000,
      });
      expect(ctx.signal.aborted).toBe(false);
      return ok;
    });
    await test.perform(resize, input);
    expect.assertions(2);
  });

  it("or as it is told to be", async () => {
    const overrides = {
      ...{ taskId: "t", attempt: 3, tags: { of: "shop" }, tenant: "a", deadline: 5 },
      signal: AbortSignal.abort(),
    };
    const test = start((_given, ctx) => {
      expect(ctx).toMatchObject(overrides);
      return ok;
    });
    await test.perform(resize, input, overrides);
    expect.assertions(1);
  });

  it("what it sends, logs and reports can be seen", async () => {
    const progress: unknown[] = [];
    const test = start(async (_given, ctx) => {
      ctx.progress({ half: true });
      ctx.logger.info("half");
      await ctx.client.enqueue(child, { n: 1 });
      return ok;
    });
    const ctx = {
      taskId: "t",
      tags: { of: "shop" },
      progress: (each: unknown) => progress.push(each),
    };
    await test.perform(resize, input, ctx as PerformOverrides);
    expect(progress).toEqual([{ half: true }]);
    expect(test.enqueued(child)).toMatchObject([{ parentId: "t", tags: { of: "shop" } }]);
    expect(test.log).toContainEqual(
      expect.objectContaining({
        message: "half",
        fields: expect.objectContaining({ taskId: "t" }),
      }),
    );
  });
});

describe("what production would refuse is refused", () => {
  const refuses = async (
    code: string,
    run: () => unknown,
    given: unknown = input,
  ): Promise<void> => {
    const test = start(run as () => { url: string });
    const performed = test.perform(resize, given as typeof input);
    await expect(performed).rejects.toSatisfy((error) => CeleriacError.is(error, code as never));
  };

  it("an input", () => refuses("invalid-input", () => ok, { at: 7 }));
  it("an input that only JSON makes a valid one", () =>
    refuses("invalid-input", () => ok, { at: new Date(0) }));
  it("progress that is no JSON", async () => {
    const test = start((_given, ctx) => {
      ctx.progress(1n);
      return ok;
    });
    const performed = test.perform(resize, input, { progress: () => undefined });
    await expect(performed).rejects.toMatchObject({ code: "not-serialisable" });
  });
  it("an output", () => refuses("invalid-output", () => ({ url: 7 })));
  it("an output that is no JSON", () => refuses("not-serialisable", () => ({ ...ok, more: 1n })));
  it("a task that nothing runs", async () => {
    const app = defineApp({ name: "test", tasks: [resize, child] });
    const test = createTestApp(app, [], { queues: [] });
    await expect(test.perform(resize, input)).rejects.toThrow('task "resize" has no handler');
  });
  it("a task of another app, and an override that is no part of ctx", async () => {
    const test = start(() => ok);
    const stranger = defineTask({ name: "rezise", run: () => 1 });
    await expect(test.perform(stranger)).rejects.toThrow('did you mean "resize"?');
    const odd = { atempt: 1 } as PerformOverrides;
    await expect(test.perform(resize, input, odd)).rejects.toThrow('did you mean "attempt"?');
  });
});
