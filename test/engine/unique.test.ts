import type { LockStore } from "@celeriac/core";
import { createMemoryLockStore } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { setup } from "./scripted-tasks.ts";

const unique = "account-1";

/** A lock that names a task. */
async function locked(locks: LockStore, task: string, taskId: string): Promise<void> {
  const until = 4_000_000_000_000;
  await locks.acquire({
    task,
    key: unique,
    taskId,
    sent: true,
    until,
    queue: "default",
    enqueuedAt: 0,
  });
}

const holders = (locks: ReturnType<typeof createMemoryLockStore>) =>
  locks.locks().map(({ taskId }) => taskId);

describe("a task that ends releases the lock that names it", () => {
  it.each<[string, () => unknown]>([
    ["succeeded", () => "ran"],
    [
      "failed",
      () => {
        throw new Error("out of order");
      },
    ],
  ])("when it has %s", async (_how, behaviour) => {
    const locks = createMemoryLockStore();
    const h = setup(
      behaviour,
      () => undefined,
      () => 0,
      locks,
    );
    const envelope = h.envelope("work", { unique });
    await locked(locks, "work", envelope.taskId);
    let outcome = await h.run("default", envelope);
    if (outcome.result === "retried") {
      expect(holders(locks)).toEqual([envelope.taskId]);
      await h.clock.advanceTo(Math.ceil(h.clock.now() + 10_000));
      outcome = await h.next("default");
    }
    expect(outcome.acknowledge).toBe(true);
    expect(holders(locks)).toEqual([]);
  });

  it("again when its message comes again, and never another's", async () => {
    const locks = createMemoryLockStore();
    const h = setup(
      () => "ran",
      () => undefined,
      () => 0,
      locks,
    );
    const envelope = h.envelope("work", { unique });
    await locked(locks, "work", envelope.taskId);
    await h.run("default", envelope);
    await locked(locks, "work", envelope.taskId);
    expect(await h.run("default", envelope)).toMatchObject({ result: "repeated" });
    expect(holders(locks)).toEqual([]);
    await locked(locks, "work", "another");
    await h.run("default", envelope);
    expect(holders(locks)).toEqual(["another"]);
  });

  it("when it expired", async () => {
    const locks = createMemoryLockStore();
    const h = setup(
      () => "ran",
      () => undefined,
      () => 0,
      locks,
    );
    const envelope = h.envelope("work", { unique, expires: 1 });
    await locked(locks, "work", envelope.taskId);
    expect(await h.run("default", envelope)).toMatchObject({ result: "expired" });
    expect(holders(locks)).toEqual([]);
  });
});

describe("a host", () => {
  it("without locks says so, and is done with the message", async () => {
    const h = setup();
    expect(await h.run("default", h.envelope("work", { unique }))).toMatchObject({
      acknowledge: true,
    });
    expect(h.logger.lines).toContainEqual(
      expect.objectContaining({
        level: "warn",
        message: "this host was made without locks: the lock of a unique task stays",
      }),
    );
  });

  it("records a unique request even where its task keeps no records by now", async () => {
    const h = setup();
    const envelope = h.envelope("quiet", { unique });
    await h.run("default", envelope);
    expect(h.record(envelope.taskId)).toMatchObject({ state: "SUCCESS" });
  });
});
