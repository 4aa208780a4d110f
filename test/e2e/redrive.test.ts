import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type System, startSystem } from "./fixture/system.ts";
import * as tasks from "./fixture/tasks.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem({ functions: ["default"] });
  await system.worker();
});
afterAll(() => system.stop());

const wait = { timeout: "40s" } as const;
const queueOf = { lambda: "default", worker: "worker" } as const;
/** Of the emulators only LocalStack moves messages by itself. */
const isMoving = (): boolean => inject("localstack") !== undefined;

/** A handle shows the old failure until the next generation has started. */
const succeeded = (taskId: string): Promise<unknown> =>
  system.recorded(taskId, ({ state }) => state === "SUCCESS");

const buried = (taskId: string): Promise<unknown> =>
  system.recorded(taskId, (record) => record.deadLetteredGeneration === 1);

describe.each(["lambda", "worker"] as const)("on the %s, dead letters are redriven", (host) => {
  it("edited: a refused edit changes nothing, one that fits makes the task succeed", async () => {
    const handle = await system.client.enqueue(tasks.flaky[host], { failures: 9 });
    await buried(handle.taskId);
    const letters = system.client.deadLetters(queueOf[host]);
    const chosen = { taskIds: [handle.taskId], tasks: ["flaky.*"], errors: ["TypeError"] };
    const refused = await letters.redrive({ ...chosen, input: { failures: "none" } });
    expect(refused).toMatchObject([{ result: "refused", removed: false }]);
    expect(await letters.redrive({ ...chosen, dryRun: true })).toMatchObject([
      { result: "would-redrive", removed: false },
    ]);
    const input = (old: unknown) => ({ ...(old as object), failures: 0 });
    expect(await letters.redrive({ ...chosen, input })).toMatchObject([
      { result: "redriven", removed: true },
    ]);
    await succeeded(handle.taskId);
    expect(await handle.result(wait)).toBe(1);
    expect((await handle.outcome()).redrives).toMatchObject([
      { way: "letters", generation: 1, edited: true },
    ]);
    expect(system.journal(handle.taskId)).toHaveLength(3 + 2);
  });

  it("all of them: by SQS itself where it can, and each is recorded", async () => {
    const letters = system.client.deadLetters(queueOf[host]);
    await letters.purge();
    const handles = await Promise.all(
      [1, 2, 3].map(() => system.client.enqueue(tasks.mended[host])),
    );
    await Promise.all(handles.map(({ taskId }) => buried(taskId)));
    const redrive = await letters.redriveAll({ perSecond: 50 });
    expect(redrive.way).toBe(isMoving() ? "move" : "letters");
    expect(await redrive.ended()).toMatchObject({ state: "completed", moved: 3 });
    for (const handle of handles) {
      await succeeded(handle.taskId);
      expect(await handle.result(wait)).toBe("mended");
      expect((await handle.outcome()).redrives).toMatchObject([
        { way: redrive.way, generation: 1, edited: false },
      ]);
    }
  });
});
