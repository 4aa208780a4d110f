import { DEAD_LETTER_ERROR_ATTRIBUTE, DEAD_LETTER_REASON_ATTRIBUTE } from "@celeriac/core";
import { afterEach, describe, expect, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";
import type { WorkerProcess } from "./fixture/worker-process.ts";

let system: System;
afterEach(() => system.stop());

const wait = { timeout: "100s" } as const;
/** So little that a hoard is full in a moment. */
const small = { NODE_OPTIONS: "--max-old-space-size=60" };

/** Starts a worker whenever one has died, as a service does; answers how to end that, and what they died of. */
function keepWorkers(): { readonly ends: unknown[]; stop(): Promise<void> } {
  const ends: unknown[] = [];
  let stopped = false;
  let current: WorkerProcess | undefined;
  const kept = (async () => {
    while (!stopped) {
      current = await system.worker(small);
      const end = await current.exited;
      if (!stopped) ends.push(end);
    }
  })();
  return {
    ends,
    stop: async () => {
      stopped = true;
      current?.kill("SIGKILL");
      await kept;
    },
  };
}

async function letterOf(queue: string, taskId: string): Promise<readonly (string | undefined)[]> {
  const letters = await system.ports.receiver.receive(`${queue}-dlq`, {
    max: 10,
    waitSeconds: 1,
    visibilitySeconds: 0,
  });
  const letter = letters.find(({ body }) => body.includes(taskId));
  return [
    letter?.attributes?.[DEAD_LETTER_REASON_ATTRIBUTE],
    letter?.attributes?.[DEAD_LETTER_ERROR_ATTRIBUTE],
  ];
}

describe("a task that kills its process is given up as worker-lost, and takes nobody along", () => {
  it("on a worker: by exit, abort, an exhausted heap and an error that nobody caught, beside innocent tasks", async () => {
    system = await startSystem({ functions: [] });
    const { client } = system;
    const killers = await Promise.all(
      (["exit", "abort", "heap", "throw"] as const).map((how) =>
        client.enqueue(tasks.poison.worker, { how }),
      ),
    );
    const innocents = await Promise.all(
      [1, 2, 3].map(() => client.enqueue(tasks.slow.worker, { ms: 1000 })),
    );
    const workers = keepWorkers();
    for (const innocent of innocents) expect(await innocent.result(wait)).toBe("whole");
    for (const { taskId } of killers) {
      const { state, reason, lost, attempts, error } = await system.recorded(
        taskId,
        (record) => record.deadLetteredGeneration === 1,
      );
      expect([state, reason, attempts]).toEqual(["FAILURE", "worker-lost", 3]);
      expect(lost?.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(new Set(lost?.map(({ host }) => host)).size).toBe(3);
      expect(await letterOf("worker", taskId)).toEqual([
        "worker-lost",
        `WorkerLostError: ${error?.message}`,
      ]);
      expect(error?.message).toContain(`attempt 3 on ${lost?.[2]?.host}`);
    }
    // The last attempts died in processes of their own.
    expect(workers.ends.length).toBeLessThan(6);
    await workers.stop();
  }, 150_000);

  it("on Lambda: one in a batch, whose function dies", async () => {
    system = await startSystem({ functions: ["fragile"] });
    const { client } = system;
    const killer = await client.enqueue(tasks.poison.fragile, { how: "exit" });
    const outcomes = await client.enqueueMany(tasks.dozing, [1, 2, 3, 4]);
    const handles = outcomes.map((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return outcome.handle;
    });
    expect(await Promise.all(handles.map((handle) => handle.result(wait)))).toEqual([1, 2, 3, 4]);
    const { state, reason, lost } = await system.recorded(
      killer.taskId,
      (record) => record.deadLetteredGeneration === 1,
    );
    expect([state, reason, lost?.length]).toEqual(["FAILURE", "worker-lost", 3]);
    expect((await letterOf("fragile", killer.taskId))[0]).toBe("worker-lost");
    await system.drained("fragile");
  }, 150_000);
});
