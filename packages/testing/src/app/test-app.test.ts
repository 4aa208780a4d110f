import {
  type AnyTask,
  type App,
  CeleriacError,
  defineApp,
  defineTask,
  fargate,
  handle,
  RejectError,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestApp } from "./test-app.ts";

const mail = defineTask({
  name: "mail",
  input: z.object({ to: z.string(), copies: z.number().default(1) }),
  output: z.object({ sent: z.number() }),
  run: ({ copies }) => ({ sent: copies }),
});
const order = defineTask({
  name: "order",
  input: z.object({ id: z.string() }),
  run: async ({ id }, ctx) => {
    await ctx.client.enqueue(mail, { to: id }, { delay: "5m" });
  },
});

describe("a test app has one form", () => {
  const bare = defineTask({ name: "bare", output: z.string() });

  it("handlers are its second argument, as in a worker's entry", async () => {
    const test = createTestApp(appOf(bare), [handle(bare, () => "handled")]);
    expect(await (await test.client.enqueue(bare)).result()).toBe("handled");
  });

  it.each([
    [
      [appOf(mail), { handlers: [] }],
      /^the handlers of createTestApp are an object: expected an array/,
    ],
    [
      [appOf(mail), [], { startsAt: 1 }],
      /^createTestApp has no option "startsAt"; did you mean "startAt"\?/,
    ],
    [
      [appOf(mail), [], { startAt: new Date("no date") }],
      /^startAt of createTestApp is an instance of Date: expected a valid Date/,
    ],
    [[appOf(mail), [], { startAt: 5 }], /^startAt of createTestApp is 5: expected a valid Date/],
    [[appOf(mail), [], null], /^the options of createTestApp are null: expected an object/],
  ] as const)("and what is none of it is refused: %#", (given, message) => {
    const make = createTestApp as (...each: readonly unknown[]) => unknown;
    expect(() => make(...given)).toThrow(message);
  });

  it("a handler may be bound where it stands, and once more", async () => {
    const run = (): string => "handled";
    const twice = defineTask({ name: "twice", run });
    const test = createTestApp(appOf(twice), [handle(twice, run)]);
    expect(await (await test.client.enqueue(twice)).result()).toBe("handled");
  });

  it("begins where it is told to", () => {
    const startAt = new Date("2026-03-29T00:00:00Z");
    expect(createTestApp(appOf(mail), [], { startAt }).now()).toBe(startAt.getTime());
  });
});

describe("what was enqueued can be seen", () => {
  it("with its input as it travels, and its conditions", async () => {
    const test = createTestApp(appOf(mail));
    const { taskId } = await test.client.enqueue(
      mail,
      { to: "a" },
      { delay: "5m", tags: { of: "shop" }, tenant: "t", expires: "1h" },
    );
    expect(test.enqueued()).toEqual([
      {
        taskId,
        task: "mail",
        input: { to: "a" },
        queue: "default",
        tags: { of: "shop" },
        tenant: "t",
        eta: test.now() + 300_000,
        expires: test.now() + 3_600_000,
        parentId: undefined,
        tick: undefined,
        enqueuedAt: test.now(),
        state: "PENDING",
      },
    ]);
  });

  it("by a handler, with its parent, and after it has run", async () => {
    const test = createTestApp(appOf(mail, order));
    const parent = await test.client.enqueue(order, { id: "o1" });
    await test.drain();
    expect(test.enqueued(mail)).toMatchObject([
      { input: { to: "o1" }, parentId: parent.taskId, state: "PENDING" },
    ]);
    await test.advance("5m");
    expect(test.enqueued(mail)).toMatchObject([{ state: "SUCCESS" }]);
  });

  it("for a far eta, once, before and after its schedule has fired", async () => {
    const test = createTestApp(appOf(mail));
    await test.client.enqueue(mail, { to: "a" }, { delay: "1d" });
    expect(test.enqueued(mail)).toMatchObject([{ eta: test.now() + 86_400_000 }]);
    await test.advance("2d");
    expect(test.enqueued(mail)).toMatchObject([{ state: "SUCCESS" }]);
  });

  it("twice under one id, as the one request that it is: the first", async () => {
    const test = createTestApp(appOf(mail));
    await test.client.enqueue(mail, { to: "a" }, { taskId: "one" });
    await test.client.enqueue(mail, { to: "b" }, { taskId: "one" });
    expect(test.enqueued(mail).map(({ input }) => input)).toEqual([{ to: "a" }]);
  });

  it("a task that the app does not have is an error", () => {
    const test = createTestApp(appOf(mail));
    const stranger = defineTask({ name: "nail", run: () => 1 });
    expect(() => test.enqueued(stranger)).toThrow('did you mean "mail"?');
    expect(() => test.deadLettered(stranger)).toThrow('did you mean "mail"?');
  });

  it("with an input that was too large for its message", async () => {
    const test = createTestApp(appOf(mail));
    const to = "x".repeat(300_000);
    await test.client.enqueue(mail, { to });
    expect(test.enqueued(mail)[0]?.input.to).toBe(to);
  });

  it("one whose answer was lost is enqueued all the same", async () => {
    const test = createTestApp(appOf(mail));
    test.faults.failNextSend({ applied: true });
    await expect(test.client.enqueue(mail, { to: "a" })).rejects.toMatchObject({ retryable: true });
    expect(test.enqueued(mail)).toHaveLength(1);
  });
});

describe("dead letters can be seen", () => {
  it("with their input and queue, and no more once they are redriven", async () => {
    const rejects = defineTask({
      name: "rejects",
      input: z.object({ n: z.number() }),
      run: (_input, ctx) => {
        if (ctx.generation === 0) throw new RejectError("no");
      },
    });
    const test = createTestApp(appOf(rejects, mail));
    const { taskId } = await test.client.enqueue(rejects, { n: 1 });
    await test.drain();
    expect(test.deadLettered(rejects)).toMatchObject([
      { taskId, queue: "default", input: { n: 1 }, reason: "rejected", error: "RejectError: no" },
    ]);
    expect(test.deadLettered(mail)).toEqual([]);
    expect(test.deadLettered()).toHaveLength(1);
    await test.client.deadLetters("default").redrive();
    expect(test.deadLettered()).toEqual([]);
  });
});

describe("a task can be read as it stands", () => {
  it("by its handle or its id", async () => {
    const test = createTestApp(appOf(mail));
    const enqueued = await test.client.enqueue(mail, { to: "a", copies: 3 });
    expect(await test.task(enqueued)).toMatchObject({ state: "PENDING", retries: 0 });
    await test.drain();
    const task = await test.task(enqueued.taskId);
    expect(task).toMatchObject({ state: "SUCCESS", result: { sent: 3 }, deadLetters: [] });
    expect(task.history).toEqual(test.history(enqueued.taskId));
  });

  it("with a history in which heartbeats are left out", async () => {
    const patient = defineTask({
      name: "patient",
      run: async (_input, ctx) => {
        const child = await ctx.client.enqueue(mail, { to: "a" }, { delay: "10m" });
        ctx.progress("waiting");
        return (await child.result({ timeout: "11m" })).sent;
      },
    });
    const tasks = [patient, mail];
    const queues = { default: fargate({ lease: "30s" }) };
    const test = createTestApp(defineApp({ name: "test", tasks, queues }));
    const enqueued = await test.client.enqueue(patient);
    await enqueued.result({ timeout: "20m" });
    const { history } = await test.task(enqueued);
    expect(history.map(({ text }) => text)).toEqual([
      "sent to default",
      "received from default, for the first time",
      "recorded STARTED, attempt 1",
      "handler began, attempt 1",
      'recorded progress "waiting"',
      "handler returned 1",
      "recorded SUCCESS: 1",
      "deleted from default",
    ]);
  });

  it("an id that nobody has used is an error", async () => {
    const test = createTestApp(appOf(mail));
    const unknown = test.task("nobody");
    await expect(unknown).rejects.toSatisfy((error) => CeleriacError.is(error, "invalid-options"));
  });

  it("snoozed attempts are no retries", async () => {
    const test = createTestApp(appOf(mail));
    test.faults.stopWorker();
    const enqueued = await test.client.enqueue(mail, { to: "a" });
    await test.drain();
    expect((await test.task(enqueued)).retries).toBe(0);
  });
});

describe("every run of a test is the same", () => {
  it("the same seed gives the same ids", async () => {
    const ids = [5, 5, 6].map(async (seed) => {
      const { client } = createTestApp(appOf(mail), [], { seed });
      return (await client.enqueue(mail, { to: "a" })).taskId;
    });
    const [first, second, third] = await Promise.all(ids);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

function appOf(...tasks: AnyTask[]): App {
  return defineApp({ name: "test", tasks });
}
