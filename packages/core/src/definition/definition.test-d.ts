import * as v from "valibot";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { AppOptions } from "./app-definition.ts";
import { crontab } from "./crontab.ts";
import { defineApp } from "./define-app.ts";
import { defineTask } from "./define-task.ts";
import { every } from "./every.ts";
import { handle } from "./handle.ts";
import { fargate, lambda } from "./queues.ts";
import type { TaskInput, TaskResult, TaskWire } from "./task-definition.ts";
import type { TaskHandle } from "./task-handle.ts";
import type { EnqueueOutcome, TaskSender } from "./task-sender.ts";

const resize = defineTask({
  name: "images.resize",
  queue: "images",
  retry: { maxRetries: 5, backoff: "2s" },
  timeLimit: "30s",
  input: z.object({
    imageId: z.string(),
    at: z.coerce.date<string>(),
    width: z.number().default(100),
  }),
  output: z.object({ url: z.string(), at: z.string().transform((text) => new Date(text)) }),
});
const publish = defineTask({
  name: "images.publish",
  input: z.object({ url: z.string() }),
  output: z.number(),
});
const tick = defineTask({ name: "tick" });
const nothing = defineTask({ name: "nothing", input: z.undefined(), output: z.null() });
const inline = defineTask({
  name: "inline",
  input: v.object({ text: v.string() }),
  run: async (input, ctx) => {
    expectTypeOf(input).toEqualTypeOf<{ text: string }>();
    expectTypeOf(ctx.taskId).toEqualTypeOf<string>();
    return { length: input.text.length };
  },
});
const bare = defineTask({ name: "bare", run: () => [1, 2] });

declare const client: TaskSender;

describe("A definition's types follow its schemas", () => {
  it("makes a unique key of what callers hand in, not of what the handler gets", () => {
    defineTask({
      name: "unique",
      input: z.object({ at: z.coerce.date<string>() }),
      unique: {
        key: (input) => {
          expectTypeOf(input).toEqualTypeOf<{ at: string }>();
          return input.at;
        },
      },
      run: ({ at }) => at.getTime(),
    });
    // @ts-expect-error a key is a text
    defineTask({ name: "unique", input: z.number(), unique: { key: (input) => input } });
  });

  it("sends the input schema's input and hands its output to the handler", () => {
    expectTypeOf<TaskWire<typeof resize>>().toEqualTypeOf<{
      imageId: string;
      at: string;
      width?: number | undefined;
    }>();
    expectTypeOf<TaskInput<typeof resize>>().toEqualTypeOf<{
      imageId: string;
      at: Date;
      width: number;
    }>();
    expectTypeOf(resize.name).toEqualTypeOf<"images.resize">();
  });

  it("returns the output schema's input and answers its output", () => {
    expectTypeOf<TaskResult<typeof resize>>().toEqualTypeOf<{ url: string; at: Date }>();
    handle(resize, async (input, ctx) => {
      expectTypeOf(input).toEqualTypeOf<{ imageId: string; at: Date; width: number }>();
      ctx.signal.throwIfAborted();
      return { url: `s3://${input.imageId}/${input.width}`, at: input.at.toISOString() };
    });
    // @ts-expect-error the handler returns what travels, a text, not what the schema makes of it
    handle(resize, (input) => ({ url: "", at: input.at }));
    // @ts-expect-error the handler must return the output
    handle(publish, async () => "no");
    // @ts-expect-error a field that may be missing is not a field
    handle(resize, async (): Promise<{ url?: string; at: string }> => ({ at: "" }));
  });

  it("infers the result from an inline handler when there is no output schema", () => {
    expectTypeOf<TaskWire<typeof inline>>().toEqualTypeOf<{ text: string }>();
    expectTypeOf<TaskResult<typeof inline>>().toEqualTypeOf<{ length: number }>();
    expectTypeOf<TaskResult<typeof bare>>().toEqualTypeOf<number[]>();
    expectTypeOf<TaskResult<typeof tick>>().toEqualTypeOf<unknown>();
    handle(tick, () => "anything");
  });

  it("checks an inline handler against the schemas", () => {
    defineTask({ name: "a", output: z.number(), run: () => 1 });
    // @ts-expect-error a number is asked for
    defineTask({ name: "a", output: z.number(), run: () => "one" });
    defineTask({ name: "a", input: z.object({ n: z.number() }), run: ({ n }) => n + 1 });
    // @ts-expect-error the input has no such field
    defineTask({ name: "a", input: z.object({ n: z.number() }), run: ({ m }) => m });
  });
});

describe("enqueue takes what the task takes", () => {
  it("types input and result", async () => {
    const followed = await client.enqueue(resize, { imageId: "a", at: "2026" }, { delay: "5s" });
    expectTypeOf(followed).toEqualTypeOf<TaskHandle<{ url: string; at: Date }>>();
    const outcome = await followed.outcome();
    if (outcome.state === "SUCCESS") {
      expectTypeOf(outcome.result).toEqualTypeOf<{ url: string; at: Date } | undefined>();
    }
    const many = await client.enqueueMany(publish, [{ url: "a" }], { tenant: "t" });
    expectTypeOf(many).toEqualTypeOf<EnqueueOutcome<number>[]>();
    await client.enqueueItems(publish, [{ input: { url: "a" }, options: { taskId: "x" } }]);
    // @ts-expect-error imageId is a text
    await client.enqueue(resize, { imageId: 1, at: "x" });
    // @ts-expect-error a date does not travel: the schema takes a text
    await client.enqueue(resize, { imageId: "a", at: new Date(0) });
    // @ts-expect-error one id for many is no request
    await client.enqueueMany(publish, [{ url: "a" }], { taskId: "x" });
    // @ts-expect-error a duration has a unit
    await client.enqueue(publish, { url: "a" }, { delay: "5" });
  });

  it("leaves out the input where there is none, and only there", async () => {
    await client.enqueue(tick);
    await client.enqueue(nothing);
    await client.enqueue(tick, undefined, { delay: "1m" });
    // @ts-expect-error input is required here
    await client.enqueue(publish);
    // @ts-expect-error this task takes no input
    await client.enqueue(tick, { url: "a" });
  });
});

describe("Options that do not exist do not compile", () => {
  it("refuses them in tasks, queues and apps", () => {
    defineApp({
      name: "shop",
      tasks: [resize, publish, tick, inline],
      queues: { default: lambda({ memory: "1 GB" }), images: fargate({ cpu: "1 vCPU" }) },
      routes: { "images.*": "images" },
      overrides: { tick: { timeLimit: "5s" } },
    });
    // @ts-expect-error a typing mistake
    defineTask({ name: "a", timeLimt: "5s" });
    // @ts-expect-error a task needs a name
    defineTask({ input: z.string() });
    // @ts-expect-error megabytes of what
    lambda({ memory: "1024" });
    // @ts-expect-error Lambda has no drain
    lambda({ drain: "5s" });
    // @ts-expect-error the only pool
    fargate({ pool: "process" });
    // @ts-expect-error not a task
    defineApp({ name: "shop", tasks: [{ name: "a" }] });
    // @ts-expect-error not a schema
    defineTask({ name: "a", input: { url: "string" } });
  });
});

describe("A schedule's input is what its task takes", () => {
  const nightly = crontab("0 3 * * *");

  it("checked as enqueue checks it, whichever task it is", () => {
    defineApp({
      name: "shop",
      tasks: [resize, publish, tick, nothing],
      schedules: {
        a: { task: resize, input: { imageId: "a", at: "2026-11-21" }, schedule: nightly },
        b: { task: publish, input: { url: "u" }, schedule: every("1h"), flexibleWindow: 5 },
        c: { task: tick, schedule: nightly, timezone: "Europe/London", enabled: false },
        d: { task: nothing, schedule: nightly, tags: { a: "b" } },
        e: { task: "images.publish", input: { url: "u" }, schedule: nightly },
      },
    });
    const among: AppOptions = {
      name: "shop",
      tasks: [tick],
      schedules: { tick: { task: tick, schedule: nightly } },
    };
    defineApp(among);
  });

  it("refused where the task could not be enqueued with it", () => {
    const common = { name: "shop", tasks: [resize, publish, tick] };
    // @ts-expect-error the input is missing
    defineApp({ ...common, schedules: { a: { task: publish, schedule: nightly } } });
    const late = { imageId: "a", at: new Date() };
    // @ts-expect-error a date is what the handler gets
    defineApp({ ...common, schedules: { a: { task: resize, input: late, schedule: nightly } } });
    // @ts-expect-error it takes none
    defineApp({ ...common, schedules: { a: { task: tick, input: 5, schedule: nightly } } });
    // @ts-expect-error cron's text needs crontab
    defineApp({ ...common, schedules: { a: { task: tick, schedule: "0 3 * * *" } } });
  });
});
