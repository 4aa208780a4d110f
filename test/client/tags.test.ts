import { type App, defineApp, defineTask, type TaskDefinition } from "@celeriac/core";
import type { Fault } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ClientHarness, createHarness, type HarnessOptions } from "./client-harness.ts";

const ship = defineTask({ name: "ship", input: z.any() });
const bill = defineTask({ name: "bill", input: z.any() });
const tasks = [ship, bill];
const app: App = defineApp({ name: "shop", tasks, searchableTags: ["customer", "order"] });
const forty2 = { customer: "42" };
const tagged = { tags: { ...forty2, colour: "green" } };

const setup = (options?: HarnessOptions): ClientHarness => createHarness(app, options);

async function enqueueAt(
  h: ClientHarness,
  taskId: string,
  task: TaskDefinition<string, unknown, unknown, unknown, unknown> = ship,
) {
  await h.clock.advanceTo(h.clock.now() + 1000);
  return h.client.enqueue(task, {}, { ...tagged, taskId });
}

describe("tasks are found by a searchable tag", () => {
  it("those enqueued last first, whatever became of them", async () => {
    const h = setup();
    for (const taskId of ["t1", "t2", "t3"]) await enqueueAt(h, taskId);
    await h.client.enqueue(ship, {}, { tags: { customer: "43" } });
    await h.client.enqueue(ship, {}, { tags: { order: "42" } });
    await h.record("t2", "FAILURE", { attempts: 3, tags: tagged.tags });
    const found = await all(h.client.find(forty2));
    expect(found).toMatchObject([
      { taskId: "t3", task: "ship", state: "PENDING", queue: "default", attempts: 0 },
      { taskId: "t2", state: "FAILURE", attempts: 3 },
      { taskId: "t1", state: "PENDING", enqueuedAt: expect.any(Number) },
    ]);
    expect(await found[1]?.handle?.outcome()).toMatchObject({ state: "FAILURE" });
  });

  it("of one task, or in some states, only", async () => {
    const h = setup();
    await enqueueAt(h, "s");
    await enqueueAt(h, "b", bill);
    await h.record("b", "STARTED");
    const ids = async (options: Parameters<typeof h.client.find>[1]) =>
      (await all(h.client.find(forty2, options))).map(({ taskId }) => taskId);
    expect(await ids({ task: bill })).toEqual(["b"]);
    expect(await ids({ states: ["PENDING"] })).toEqual(["s"]);
    expect(await ids({ states: ["SUCCESS"] })).toEqual([]);
  });

  it("page by page: no page is read before it is needed", async () => {
    const pages: number[] = [];
    const h = setup({
      ports: ({ tags }) => ({
        tags: {
          add: (entry) => tags!.add(entry),
          page: (tag, limit, after) => {
            pages.push(limit);
            return tags!.page(tag, limit, after);
          },
        },
      }),
    });
    await h.client.enqueueMany(
      ship,
      Array.from({ length: 250 }, (_, n) => n),
      tagged,
    );
    const found = h.client.find(forty2);
    await found.next();
    expect(pages).toEqual([100]);
    let count = 1;
    for await (const _ of found) count += 1;
    expect(count).toBe(250);
    expect(pages).toEqual([100, 100, 100]);
  });

  it("not those whose time is over, though the store holds them still", async () => {
    const h = setup();
    await enqueueAt(h, "old");
    await h.clock.advanceTo(h.clock.now() + 45 * 86_400_000);
    expect(await all(h.client.find(forty2))).toEqual([]);
  });

  it("of a task that the app has no more: without a handle", async () => {
    const h = setup();
    const entry = { tag: { name: "customer", value: "42" }, taskId: "gone", task: "old.task" };
    await h.tags.add({ ...entry, queue: "default", enqueuedAt: 5, removeAfter: 4e12 });
    expect(await all(h.client.find(forty2))).toMatchObject([
      { taskId: "gone", task: "old.task", handle: undefined },
    ]);
    expect(await h.client.revokeByTag(forty2)).toMatchObject({ failed: 1 });
  });

  it("at one write for each searchable tag that it carries, and none without", async () => {
    const h = setup();
    await h.client.enqueue(ship, {}, { tags: { colour: "green" } });
    await h.client.enqueue(ship, {});
    expect(h.tags.entries()).toEqual([]);
    await h.client.enqueue(ship, {}, { tags: { customer: "1", order: "2", colour: "red" } });
    expect(h.tags.entries().map(({ tag }) => tag)).toEqual([
      { name: "customer", value: "1" },
      { name: "order", value: "2" },
    ]);
  });

  it("inherited ones too", async () => {
    const h = setup();
    const context = { parentId: "p", rootId: "p", hops: 1, tags: forty2, tenant: undefined };
    const { taskId } = await h.client.derive(context).enqueue(ship, {});
    expect(await all(h.client.find(forty2))).toMatchObject([{ taskId }]);
  });
});

describe("what is sent can be found", () => {
  it.each<[string, Fault]>([
    ["refused", "refuse"],
    ["applied, and told to have failed", "unknown"],
  ])("an entry that is %s fails the enqueue, and nothing is sent", async (_what, fault) => {
    const h = setup({ faults: { tags: () => fault } });
    await expect(h.client.enqueue(ship, {}, tagged)).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
      details: { uncertain: false },
    });
    expect(h.envelopes()).toEqual([]);
  });

  it("a sender that dies before it has sent leaves an entry of a task that is PENDING", async () => {
    const h = setup({ faults: { sender: () => "hang" } });
    void h.client.enqueue(ship, {}, { ...tagged, taskId: "never" });
    await h.clock.turn();
    expect(await all(h.client.find(forty2))).toMatchObject([{ taskId: "never", state: "PENDING" }]);
  });
});

describe("tasks are revoked by a searchable tag", () => {
  it("queued, delayed, scheduled, running and ended ones; each is told of", async () => {
    const h = setup();
    await h.client.enqueue(ship, {}, { ...tagged, taskId: "queued" });
    await h.client.enqueue(ship, {}, { ...tagged, taskId: "delayed", delay: "5m" });
    await h.client.enqueue(ship, {}, { ...tagged, taskId: "scheduled", delay: "60d" });
    await enqueueAt(h, "running");
    await enqueueAt(h, "done");
    await h.client.enqueue(ship, {}, { tags: { customer: "43" }, taskId: "other" });
    await h.record("running", "STARTED");
    await h.record("done", "SUCCESS");
    const told: [string, string][] = [];
    const each = ({ taskId, answer }: { taskId: string; answer: string }) => {
      told.push([taskId, answer]);
    };
    const counts = await h.settle(h.client.revokeByTag(forty2, { each }));
    expect(counts).toEqual({ revoked: 3, requested: 1, "too-late": 1, failed: 0 });
    expect(Object.fromEntries(told)).toEqual({
      queued: "revoked",
      delayed: "revoked",
      scheduled: "revoked",
      running: "requested",
      done: "too-late",
    });
    expect(h.store.record("other")).toBeUndefined();
    expect(h.schedules.schedules()).toEqual([]);
    // The record of what would start in 60 days outlives it.
    expect(h.stored("scheduled").removeAfter).toBeGreaterThan(h.clock.now() + 100 * 86_400_000);
  });

  it("of one task only", async () => {
    const h = setup();
    await enqueueAt(h, "s");
    await enqueueAt(h, "b", bill);
    expect(await h.settle(h.client.revokeByTag(forty2, { task: bill }))).toMatchObject({
      revoked: 1,
    });
    expect(h.stored("b").state).toBe("REVOKED");
    expect(h.store.record("s")).toBeUndefined();
  });

  it("one that cannot be revoked keeps none of the others", async () => {
    const h = setup({
      ports: ({ store }) => ({
        store: {
          ...store,
          read: (id) => (id === "bad" ? Promise.reject(new Error("odd")) : store.read(id)),
        },
      }),
    });
    for (const taskId of ["a", "bad", "b"]) await enqueueAt(h, taskId);
    const errors: unknown[] = [];
    const each = (task: { answer: string; error?: unknown }) => {
      if (task.answer === "failed") errors.push(task.error);
    };
    const counts = await h.settle(h.client.revokeByTag(forty2, { each }));
    expect(counts).toEqual({ revoked: 2, requested: 0, "too-late": 0, failed: 1 });
    expect(errors).toMatchObject([{ message: "odd" }]);
  });
});

describe("failed tasks are retried by any tag", () => {
  it("from their dead letters, and those alone that carry it", async () => {
    const h = setup();
    const letter = (taskId: string, tags: Record<string, string> | undefined) =>
      h.client.enqueue(ship, { n: 1 }, { taskId, ...(tags === undefined ? {} : { tags }) });
    await letter("mine", tagged.tags);
    await letter("other", { colour: "red" });
    await letter("plain", undefined);
    for (const message of await h.queues.receive("default", {
      max: 10,
      waitSeconds: 0,
      visibilitySeconds: 30,
    })) {
      await h.queues.send("default-dlq", { body: message.body });
      await h.queues.delete("default", message.receiptHandle);
    }
    for (const taskId of ["mine", "other", "plain"]) await h.record(taskId, "FAILURE");
    const dry = await h.settle(h.client.retryByTag({ colour: "green" }, { dryRun: true }));
    expect(dry).toMatchObject([{ taskId: "mine", result: "would-redrive", queue: "default" }]);
    const retried = await h.settle(h.client.retryByTag({ colour: "green" }));
    expect(retried).toMatchObject([{ taskId: "mine", result: "redriven", removed: true }]);
    expect(h.envelopes()).toMatchObject([{ taskId: "mine", generation: 1, tags: tagged.tags }]);
    expect(h.envelopes("default-dlq").map(({ taskId }) => taskId)).toEqual(["other", "plain"]);
  });
});

describe("what cannot be searched for is refused", () => {
  it.each<[unknown, string]>([
    [{}, 'the tag is an object: expected one name with a text, as { customer: "42" }'],
    [{ customer: "1", order: "2" }, "expected one name with a text"],
    [{ customer: 42 }, "expected one name with a text"],
    ["customer", 'the tag is "customer": expected one name'],
    [
      { custmer: "42" },
      'tag "custmer" is not searchable in app "shop", which has customer, order: add it to defineApp\'s searchableTags',
    ],
  ])("%j", async (tag, message) => {
    const h = setup();
    const thrown = expect.objectContaining({
      code: "invalid-options",
      message: expect.stringContaining(message),
    });
    expect(() => h.client.find(tag as never)).toThrow(thrown);
    await expect(h.client.revokeByTag(tag as never)).rejects.toThrow(thrown);
  });

  it("states and options that are none", () => {
    const h = setup();
    expect(() => h.client.find(forty2, { states: [] })).toThrow("states is an array of 0");
    expect(() => h.client.find(forty2, { states: ["DONE" as never] })).toThrow(
      "expected an array of one or more of PENDING",
    );
    expect(() => h.client.find(forty2, { state: ["PENDING"] } as never)).toThrow(
      'find has no option "state"',
    );
  });

  it("by a client without a tag index, which does not send either", async () => {
    const h = setup({ ports: () => ({ tags: undefined }) });
    const lacking = { code: "missing-resource" };
    await expect(h.client.enqueue(ship, {}, tagged)).rejects.toMatchObject(lacking);
    await expect(h.client.find(forty2).next()).rejects.toMatchObject(lacking);
    expect(h.envelopes()).toEqual([]);
    await expect(h.client.enqueue(ship, {})).resolves.toBeDefined();
  });
});

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const gathered: Value[] = [];
  for await (const value of values) gathered.push(value);
  return gathered;
}
