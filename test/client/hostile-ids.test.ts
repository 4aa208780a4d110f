import { decodeEnvelope, type ErrorCode } from "@celeriac/core";
import { createMemoryApp } from "@celeriac/testing/models";
import { defineApp, defineTask } from "celeriac";
import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { app, echo } from "./shop-app.ts";

const HOSTILE: readonly string[] = [
  ...["", ".", "..", "....", "../x", "a/b", "a\\b", "%2e%2e", "a b", "a\n", "a\u0000", "ä"],
  ...["<aws.scheduler.execution-id>", "'; DROP TABLE tasks; --", '"', "`id`", "$(id)"],
  ...[
    "https://evil.example/q",
    "arn:aws:sqs:eu-central-1:0:q/x",
    "\u202e",
    "\ud800",
    "x".repeat(129),
  ],
];

/** Legal, and the names of what every object has. */
const ODD: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "...a",
  "0",
  "-",
  "a:b.c_d-e",
];

describe("an id that could leave its place is refused before anything is sent", () => {
  it.each(HOSTILE)("%j", async (taskId) => {
    const { client, queues, store, payloads } = createHarness(app);
    const refused = { code: "invalid-options" satisfies ErrorCode };
    await expect(client.enqueue(echo, 1, { taskId })).rejects.toMatchObject(refused);
    await expect(client.revoke(echo, taskId)).rejects.toMatchObject(refused);
    expect(() => client.handle(echo, taskId)).toThrow(expect.objectContaining(refused));
    const [outcome] = await client.enqueueItems(echo, [{ input: 1, options: { taskId } }]);
    expect(outcome?.ok).toBe(false);
    expect([queues.peek("default"), store.records(), payloads.keys()]).toEqual([[], [], []]);
  });

  it.each(HOSTILE)("%j in a message: it is no envelope", (hostile) => {
    const valid = { v: 1, i: "own", t: "t", g: 0, q: 1, h: 0 };
    for (const field of [{ i: hostile }, { t: hostile }, { o: hostile }, { p: hostile }]) {
      expect(decodeEnvelope(JSON.stringify({ ...valid, ...field })).kind).toBe("malformed");
    }
    const stored = { ...valid, r: { k: `inputs/${hostile}`, b: 1 } };
    expect(decodeEnvelope(JSON.stringify(stored)).kind).toBe("malformed");
  });

  it.each([...HOSTILE, "__proto__", "constructor", "https://sqs/images"])(
    "%j is no queue",
    async (queue) => {
      const { client } = createHarness(app);
      await expect(client.enqueue(echo, 1, { queue })).rejects.toThrow(/^queue is /);
      expect(() => client.deadLetters(queue)).toThrow(/^queue is /);
    },
  );
});

describe("an id that is odd, and legal, is an id like others", () => {
  const task = defineTask({ name: "__proto__", run: (_input: undefined, ctx) => ctx.taskId });
  const odd = defineApp({ name: "odd", tasks: [task] });

  it.each(ODD)("%j", async (taskId) => {
    const test = createMemoryApp(odd);
    const handle = await test.client.enqueue(task, undefined, { taskId });
    expect(await handle.result()).toBe(taskId);
    expect(test.store.record(taskId)?.task).toBe("__proto__");
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
