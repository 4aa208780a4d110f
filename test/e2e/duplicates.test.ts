import type { Envelope } from "@celeriac/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;
const queueOf = { lambda: "default", worker: "worker" } as const;
type Host = keyof typeof queueOf;

/** The message that an enqueue of this task sends, to be sent by hand. */
const messageOf = (task: { readonly name: string }, taskId: string, input?: object): Envelope => {
  const body = JSON.stringify(input ?? null);
  return {
    version: 1,
    taskId,
    task: task.name,
    generation: 0,
    enqueuedAt: Date.now(),
    hops: 0,
    ...(input === undefined ? {} : { input: { kind: "inline", value: JSON.parse(body) } }),
  };
};
const starts = (taskId: string): number =>
  system.journal(taskId).filter(({ event }) => event === "start").length;
const thrice = async (host: Host, message: Envelope): Promise<void> => {
  for (let n = 0; n < 3; n += 1) await system.sendByHand(queueOf[host], message);
};

describe.each(["lambda", "worker"] as const)(
  "on the %s, a duplicate runs nothing twice",
  (host) => {
    it("sent before the task has started", async () => {
      const taskId = `before-${host}`;
      await thrice(host, messageOf(tasks.echo[host], taskId, { text: "x" }));
      await system.recorded(taskId, ({ state }) => state === "SUCCESS");
      await system.drained(queueOf[host]);
      expect(starts(taskId)).toBe(1);
      expect(await system.record(taskId)).toMatchObject({ state: "SUCCESS", attempts: 1 });
    });

    it("sent while it runs", async () => {
      const taskId = `while-${host}`;
      const message = messageOf(tasks.slow[host], taskId, { ms: 1500 });
      await system.sendByHand(queueOf[host], message);
      await system.started(taskId);
      await thrice(host, message);
      await system.recorded(taskId, ({ state }) => state === "SUCCESS");
      expect(starts(taskId)).toBe(1);
    });

    it("sent while it waits for its retry", async () => {
      const taskId = `retry-${host}`;
      const message = messageOf(tasks.flaky[host], taskId, { failures: 1 });
      await system.sendByHand(queueOf[host], message);
      await system.recorded(taskId, ({ state }) => state === "RETRY");
      await thrice(host, message);
      await system.recorded(taskId, ({ state }) => state === "SUCCESS");
      await system.drained(queueOf[host]);
      expect(starts(taskId)).toBe(2);
    });

    it("sent after its success", async () => {
      const handle = await system.client.enqueue(tasks.echo[host], { text: "once" });
      const result = await handle.result(wait);
      await thrice(host, messageOf(tasks.echo[host], handle.taskId, { text: "other" }));
      await system.drained(queueOf[host]);
      expect([starts(handle.taskId), await handle.result(wait)]).toEqual([1, result]);
    });

    it("sent after its failure: one dead letter, no further attempt", async () => {
      const handle = await system.client.enqueue(tasks.rejected[host]);
      await system.recorded(handle.taskId, (record) => record.deadLetteredGeneration === 1);
      await thrice(host, messageOf(tasks.rejected[host], handle.taskId));
      await system.drained(queueOf[host]);
      const letters = await system.client.deadLetters(queueOf[host]).list();
      expect(letters.filter(({ taskId }) => taskId === handle.taskId)).toHaveLength(1);
      expect(starts(handle.taskId)).toBe(1);
    });

    it("sent after its failure was redriven and succeeded", async () => {
      const handle = await system.client.enqueue(tasks.mended[host]);
      await system.recorded(handle.taskId, (record) => record.deadLetteredGeneration === 1);
      await system.client.deadLetters(queueOf[host]).redrive({ taskIds: [handle.taskId] });
      await system.recorded(handle.taskId, ({ state }) => state === "SUCCESS");
      const message = messageOf(tasks.mended[host], handle.taskId);
      await thrice(host, message);
      await system.sendByHand(queueOf[host], { ...message, generation: 1 });
      await system.drained(queueOf[host]);
      expect(starts(handle.taskId)).toBe(2);
      expect(await system.record(handle.taskId)).toMatchObject({ generation: 1, state: "SUCCESS" });
    });

    it("enqueued again under the same id by the caller", async () => {
      const taskId = `same-${host}`;
      const first = await system.client.enqueue(tasks.echo[host], { text: "first" }, { taskId });
      expect(await first.result(wait)).toMatchObject({ text: "first" });
      const again = await system.client.enqueue(tasks.echo[host], { text: "second" }, { taskId });
      expect(await again.result(wait)).toMatchObject({ text: "first" });
      await system.drained(queueOf[host]);
      expect(starts(taskId)).toBe(1);
    });
  },
);
