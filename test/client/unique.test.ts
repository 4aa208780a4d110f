import { describe, expect, it } from "vitest";
import { createUniqueHost } from "./unique-host.ts";

describe("of one key, one request is under way", () => {
  it("a second enqueue answers the handle of the first, and says so", async () => {
    const host = createUniqueHost();
    const first = await host.client.enqueue(host.sync, { account: "a", note: "1" });
    const second = await host.client.enqueue(host.sync, { account: "a", note: "2" });
    expect([first.joined, second.joined]).toEqual([false, true]);
    expect(second.taskId).toBe(first.taskId);
    expect(host.envelopes()).toHaveLength(1);
    expect(await second.outcome()).toMatchObject({ state: "PENDING", queue: "default" });
    await host.drain();
    expect(host.runs).toEqual([{ taskId: first.taskId, note: "1" }]);
    expect(await second.outcome()).toMatchObject({ state: "SUCCESS", taskId: first.taskId });
  });

  it("costs three writes of its lock, and a further enqueue a refused one", async () => {
    const calls: string[] = [];
    const count = (call: string): undefined => {
      calls.push(call);
    };
    const host = createUniqueHost({
      faults: { locks: count },
      engine: (ports) => ({ locks: ports.locks }),
    });
    await host.client.enqueue(host.sync, { account: "a" });
    expect(calls).toEqual(["acquire", "confirm"]);
    await host.client.enqueue(host.sync, { account: "a" });
    expect(calls.splice(0)).toEqual(["acquire", "confirm", "acquire"]);
    await host.drain();
    expect(calls).toEqual(["release"]);
  });

  it("another key, and another task's same key, are under way beside it", async () => {
    const host = createUniqueHost();
    const handles = await Promise.all([
      host.client.enqueue(host.sync, { account: "a" }),
      host.client.enqueue(host.sync, { account: "b" }),
      host.client.enqueue(host.strict, { account: "a" }),
    ]);
    expect(new Set(handles.map(({ taskId }) => taskId)).size).toBe(3);
    expect(host.envelopes()).toHaveLength(3);
  });

  it.each(["SUCCESS", "FAILURE"])(
    "a %s ends it: the next enqueue is a request of its own",
    async (state) => {
      const host = createUniqueHost();
      host.mood.broken = state === "FAILURE";
      const first = await host.client.enqueue(host.sync, { account: "a" });
      await host.drain();
      expect((await first.outcome()).state).toBe(state);
      expect(host.locks.locks()).toEqual([]);
      const second = await host.client.enqueue(host.sync, { account: "a" });
      expect(second).toMatchObject({ joined: false });
      expect(second.taskId).not.toBe(first.taskId);
    },
  );

  it("a revoke ends it, whether its message is there yet or not", async () => {
    const host = createUniqueHost();
    const first = await host.client.enqueue(host.sync, { account: "a" }, { delay: "5m" });
    expect(await host.settle(first.revoke())).toBe("revoked");
    const second = await host.client.enqueue(host.sync, { account: "a" });
    expect(second.joined).toBe(false);
    await host.drain();
    expect(host.runs.map(({ taskId }) => taskId)).toEqual([second.taskId]);
  });

  it("the window ends it, counted from when it may start", async () => {
    const host = createUniqueHost();
    await host.client.enqueue(host.sync, { account: "a" }, { delay: "2h" });
    await host.pass(3 * 3_600_000 - 1);
    expect(await host.client.enqueue(host.sync, { account: "a" })).toMatchObject({ joined: true });
    await host.pass(1);
    expect(await host.client.enqueue(host.sync, { account: "a" })).toMatchObject({ joined: false });
  });

  it("a message that comes twice releases no other's lock", async () => {
    const host = createUniqueHost();
    const first = await host.client.enqueue(host.sync, { account: "a" });
    const [message] = host.queues.peek("default");
    await host.drain();
    const second = await host.client.enqueue(host.sync, { account: "a" });
    await host.queues.receive("default", { max: 1, waitSeconds: 0, visibilitySeconds: 600 });
    await host.queues.send("default", { body: message!.body });
    await host.drain();
    expect(host.locks.locks()).toMatchObject([{ taskId: second.taskId }]);
    expect(host.runs).toEqual([{ taskId: first.taskId, note: "" }]);
  });

  it("a task that asks for it is told: already-enqueued, and by whom", async () => {
    const host = createUniqueHost();
    const first = await host.client.enqueue(host.strict, { account: "a" });
    await expect(host.client.enqueue(host.strict, { account: "a" })).rejects.toMatchObject({
      code: "already-enqueued",
      details: { holder: first.taskId, uncertain: false },
      message: expect.stringContaining(`task ${first.taskId} of the same unique key is under way`),
    });
  });

  it("an enqueue repeated with its own id is the same request", async () => {
    const host = createUniqueHost();
    await host.client.enqueue(host.strict, { account: "a" }, { taskId: "mine" });
    const again = await host.client.enqueue(host.strict, { account: "a" }, { taskId: "mine" });
    expect(again).toMatchObject({ taskId: "mine", joined: false });
    expect(host.envelopes()).toHaveLength(1);
  });
});

describe("many at once", () => {
  it("are one message a key, and each has its outcome", async () => {
    const host = createUniqueHost();
    const inputs = ["a", "b", "a", "c", "b", "a"].map((account) => ({ account }));
    const outcomes = await host.settle(host.client.enqueueMany(host.sync, inputs));
    const handles = outcomes.map((outcome) => (outcome.ok ? outcome.handle : undefined));
    expect(handles.map((handle) => handle?.joined)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(handles[2]?.taskId).toBe(handles[0]?.taskId);
    expect(host.envelopes()).toHaveLength(3);
  });

  it("by clients that know nothing of each other are one request", async () => {
    const host = createUniqueHost();
    const clients = [host.client, host.healthy, host.client, host.healthy];
    const handles = await host.settle(
      Promise.all(clients.map((client) => client.enqueue(host.sync, { account: "a" }))),
    );
    expect(new Set(handles.map(({ taskId }) => taskId)).size).toBe(1);
    await host.drain();
    expect(host.runs).toHaveLength(1);
  });

  it("an item whose key is none is its own outcome", async () => {
    const host = createUniqueHost();
    const inputs = [{ account: "" }, { account: "a" }];
    const outcomes = await host.client.enqueueMany(host.sync, inputs);
    expect(outcomes).toMatchObject([
      {
        ok: false,
        error: {
          code: "invalid-input",
          message:
            "unique.key of task sync answered 0 characters: expected a text of 1 to 512 characters without half of a surrogate pair",
        },
      },
      { ok: true },
    ]);
  });
});

describe("a client made without locks", () => {
  it("refuses a unique task, and says what it lacks", async () => {
    const host = createUniqueHost({ ports: () => ({ locks: undefined }) });
    await expect(host.client.enqueue(host.sync, { account: "a" })).rejects.toMatchObject({
      code: "missing-resource",
      message:
        "this client was made without locks, which the unique task sync needs: give createClient some",
    });
  });
});
