import { createClient } from "celeriac/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { app } from "./fixture/app.ts";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "30s" } as const;

describe.each(["lambda", "worker"] as const)(
  "on the %s, of one key one task is under way",
  (host) => {
    it("until it has ended: then the next one runs", async () => {
      const input = { key: `account-${host}`, ms: 500 };
      const first = await system.client.enqueue(tasks.single[host], input);
      const queued = await system.client.enqueue(tasks.single[host], input);
      await system.started(first.taskId);
      const running = await system.client.enqueue(tasks.single[host], input);
      expect([queued.taskId, running.taskId]).toEqual([first.taskId, first.taskId]);
      expect([first.joined, queued.joined, running.joined]).toEqual([false, true, true]);
      expect(await running.result(wait)).toBe("whole");
      const next = await system.client.enqueue(tasks.single[host], { ...input, ms: 0 });
      expect(next.joined).toBe(false);
      expect(await next.result(wait)).toBe("whole");
      expect(system.journal(first.taskId)).toHaveLength(2);
      expect(system.journal(next.taskId)).toHaveLength(2);
    });

    it("of 40 that were enqueued at once by two clients, too", async () => {
      const inputs = Array.from({ length: 20 }, (_, n) => ({ key: `${host}-${n % 4}`, ms: 100 }));
      const other = createClient(app, { resources: system.aws.resources });
      const outcomes = await Promise.all(
        [system.client, other].map((client) => client.enqueueMany(tasks.single[host], inputs)),
      );
      await other.close();
      const handles = outcomes.flat().flatMap((outcome) => (outcome.ok ? [outcome.handle] : []));
      expect(handles).toHaveLength(40);
      await Promise.all(handles.map((handle) => handle.result(wait)));
      for (const taskId of new Set(handles.map((handle) => handle.taskId))) {
        expect(system.journal(taskId).filter(({ event }) => event === "start")).toHaveLength(1);
      }
    });
  },
);
