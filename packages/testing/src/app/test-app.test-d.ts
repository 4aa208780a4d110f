import { defineApp, defineTask, handle } from "@celeriac/core";
import { test as check, expectTypeOf } from "vitest";
import { z } from "zod";
import { assertEnqueued, assertSucceeded } from "../node/index.ts";
import { createTestApp } from "./test-app.ts";

const resize = defineTask({
  name: "resize",
  input: z.object({ width: z.string().transform(Number) }),
  output: z.object({ url: z.string() }),
});
const ping = defineTask({ name: "ping", run: () => 1 });
const test = createTestApp(defineApp({ name: "test", tasks: [resize, ping] }), [
  handle(resize, () => ({ url: "" })),
]);

check("perform takes the wire's input and answers the parsed output", () => {
  expectTypeOf(test.perform(resize, { width: "1" })).toEqualTypeOf<Promise<{ url: string }>>();
  expectTypeOf(test.perform(ping)).toEqualTypeOf<Promise<number>>();
  void test.perform(resize, { width: "1" }, { attempt: 2, tags: { of: "shop" } });
  // @ts-expect-error: the schema's input is a text
  void test.perform(resize, { width: 1 });
  // @ts-expect-error: the input is missing
  void test.perform(resize);
  // @ts-expect-error: no part of a context
  void test.perform(resize, { width: "1" }, { attempts: 2 });
});

check("what was enqueued and dead-lettered has the wire's input", () => {
  expectTypeOf(test.enqueued(resize)[0]?.input).toEqualTypeOf<{ width: string } | undefined>();
  expectTypeOf(test.enqueued()[0]?.input).toEqualTypeOf<unknown>();
  expectTypeOf(test.deadLettered(resize)[0]?.input).toEqualTypeOf<{ width: string } | undefined>();
});

check("a task that is read by its handle has its result", async () => {
  const enqueued = await test.client.enqueue(resize, { width: "1" });
  const task = await test.task(enqueued);
  if (task.state === "SUCCESS") {
    expectTypeOf(task.result).toEqualTypeOf<{ url: string } | undefined>();
  }
  assertSucceeded(task, { url: "" });
  // @ts-expect-error: not its result
  assertSucceeded(task, { url: 1 });
});

check("assertions know the task's input", () => {
  expectTypeOf(assertEnqueued(test, resize)?.input).toEqualTypeOf<{ width: string } | undefined>();
  assertEnqueued(test, resize, ({ width }) => width === "1", { delay: "5m" });
  // @ts-expect-error: the schema's input is a text
  assertEnqueued(test, resize, { width: 1 });
  // @ts-expect-error: no condition
  assertEnqueued(test, resize, undefined, { delayed: "5m" });
});

check("handlers are an array, and their tasks are typed", () => {
  // @ts-expect-error: handlers are the second argument itself
  createTestApp(defineApp({ name: "test", tasks: [ping] }), { handlers: [] });
});
