import type { LockStore, MessageSender } from "@celeriac/core";
import type { Fault } from "@celeriac/testing/models";
import { describe, expect, it } from "vitest";
import { createUniqueHost, type UniqueHost } from "./unique-host.ts";

type Trouble = Fault | "crash-after";

const TROUBLES: readonly [string, Trouble][] = [
  ["refused", "refuse"],
  ["applied, and told to have failed", "unknown"],
  ["told to have failed, and applied later", { lateMs: 30_000 }],
  ["the process dies before it", "hang"],
  ["the process dies after it", "crash-after"],
];

const CALLS = ["acquire", "send", "confirm"] as const;

const cases = CALLS.flatMap((call) =>
  TROUBLES.flatMap(([what, trouble]) => [
    [`${call}: ${what}, once`, call, trouble, 1] as const,
    [`${call}: ${what}, always`, call, trouble, 1000] as const,
  ]),
);

describe("whatever befalls the client that holds the lock", () => {
  it.each(cases)("%s", async (_what, call, trouble, times) => {
    const host = troubled(call, trouble, times);
    const first = host.client.enqueue(host.sync, { account: "a", note: "first" });
    const acknowledged = await settledOr(host, first);

    const second = await host.settle(
      host.healthy.enqueue(host.sync, { account: "a", note: "second" }),
    );
    await host.drain();
    expect(await second.outcome(), "a request that is acknowledged runs").toMatchObject({
      state: "SUCCESS",
    });
    if (acknowledged !== undefined) {
      expect(second.taskId, "one request is under way").toBe(acknowledged.taskId);
      expect(host.runs).toHaveLength(1);
    }
    expect(new Set(host.runs.map(({ taskId }) => taskId)).size).toBe(host.runs.length);

    // What came late has come by then; what has ended is not joined, so that the third request runs.
    await host.pass(60_000);
    await host.drain();
    const ran = host.runs.length;
    const third = await host.settle(
      host.healthy.enqueue(host.sync, { account: "a", note: "third" }),
    );
    await host.drain();
    expect(host.runs.slice(ran)).toEqual([{ taskId: third.taskId, note: "third" }]);
  });

  it("says that a failed enqueue may be stored, and a repeat with its id is it", async () => {
    const host = troubled("acquire", "unknown", 1000);
    const error = await host
      .settle(host.client.enqueue(host.sync, { account: "a" }))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "unreachable",
      retryable: true,
      details: { uncertain: true },
    });
    const { taskId } = (error as { details: { taskId: string } }).details;
    const again = await host.healthy.enqueue(host.sync, { account: "a" }, { taskId });
    expect(again).toMatchObject({ taskId, joined: false });
    await host.drain();
    expect(host.runs.map((run) => run.taskId)).toEqual([taskId]);
  });

  it("a lock whose answer was lost is known as its own: the message is sent as it was asked for", async () => {
    const host = troubled("acquire", "unknown", 1);
    const options = { expires: "1h" } as const;
    const handle = await host.settle(host.client.enqueue(host.sync, { account: "a" }, options));
    expect(handle.joined).toBe(false);
    expect(host.envelopes()).toMatchObject([
      { taskId: handle.taskId, expires: expect.any(Number) },
    ]);
  });

  it("a request that may be sent keeps its lock: no second one is under way beside it", async () => {
    const host = troubled("send", "unknown", 1000);
    await host.settle(host.client.enqueue(host.sync, { account: "a" })).catch(() => undefined);
    const second = await host.settle(host.healthy.enqueue(host.sync, { account: "a" }));
    expect(second.joined).toBe(true);
    await host.drain();
    expect(host.runs.map(({ taskId }) => taskId)).toEqual([second.taskId]);
  });

  it("a request that is known not to be sent may be sent by the next one, so that it is not told for certain", async () => {
    const host = troubled("send", "refuse", 1000);
    const error = await host
      .settle(host.client.enqueue(host.sync, { account: "a" }))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "unreachable", details: { uncertain: true } });
    const { taskId } = (error as { details: { taskId: string } }).details;
    const next = await host.healthy.enqueue(host.sync, { account: "a", note: "next" });
    expect(next).toMatchObject({ taskId, joined: true });
    await host.drain();
    expect(host.runs).toEqual([{ taskId, note: "next" }]);
  });
});

describe("whatever befalls the client that takes a lock over", () => {
  it.each(TROUBLES)("%s", async (_what, trouble) => {
    const host = troubled("acquire", trouble, 1, 1);
    const old = await host.healthy.enqueue(host.sync, { account: "a", note: "old" });
    const [lock] = host.locks.locks();
    await host.drain();
    await host.locks.acquire(lock!);

    const first = host.client.enqueue(host.sync, { account: "a", note: "first" });
    const acknowledged = await settledOr(host, first);
    const second = await host.settle(
      host.healthy.enqueue(host.sync, { account: "a", note: "second" }),
    );
    expect(second.taskId).not.toBe(old.taskId);
    if (acknowledged !== undefined) expect(second.taskId).toBe(acknowledged.taskId);
    await host.drain();
    expect(host.runs.map(({ taskId }) => taskId)).toEqual([old.taskId, second.taskId]);

    await host.pass(60_000);
    const third = await host.settle(
      host.healthy.enqueue(host.sync, { account: "a", note: "third" }),
    );
    await host.drain();
    expect(host.runs.slice(2)).toEqual([{ taskId: third.taskId, note: "third" }]);
  });
});

describe("whoever sends for another", () => {
  it("sends its own input under the other's id, and not before the other's eta", async () => {
    const host = troubled("send", "hang", 1);
    const first = host.client.enqueue(
      host.sync,
      { account: "a", note: "first" },
      { taskId: "first", delay: "10m" },
    );
    void first;
    await host.clock.turn();
    const eta = host.clock.now() + 600_000;
    await host.pass(1000);
    const options = { expires: "1s", delay: "0s" } as const;
    const second = await host.settle(
      host.healthy.enqueue(host.sync, { account: "a", note: "second" }, options),
    );
    expect(second).toMatchObject({ taskId: "first", joined: true });
    expect(host.envelopes()).toMatchObject([{ taskId: "first", eta, enqueuedAt: eta - 600_000 }]);
    expect(host.envelopes()[0]).not.toHaveProperty("expires");
    expect(host.locks.locks()).toMatchObject([{ sent: true }]);
  });
});

describe("whatever befalls the release", () => {
  it.each<[string, Fault]>([
    ["refused", "refuse"],
    ["applied, and told to have failed", "unknown"],
    ["applied later", { lateMs: 30_000 }],
  ])("%s: the message is done, and the next request takes the lock over", async (_what, fault) => {
    const host = createUniqueHost();
    const failing = createUniqueHost({
      engine: () => ({ locks: failingRelease(host, fault) }),
      ports: () => ({ locks: host.locks }),
    });
    const first = await failing.client.enqueue(failing.sync, { account: "a" });
    await failing.drain();
    expect(await first.outcome()).toMatchObject({ state: "SUCCESS" });
    expect(failing.queues.depth("default")).toMatchObject({ visible: 0, inFlight: 0 });
    await failing.pass(0);
    const second = await failing.settle(failing.client.enqueue(failing.sync, { account: "a" }));
    expect(second.joined).toBe(false);
    await host.pass(60_000);
    expect(host.locks.locks()).toMatchObject([{ taskId: second.taskId }]);
  });

  it("a lock whose first write comes after its task has ended is taken over, though it says unsent", async () => {
    const host = createUniqueHost();
    const first = await host.client.enqueue(host.sync, { account: "a" });
    const [lock] = host.locks.locks();
    await host.drain();
    await host.locks.acquire({ ...lock!, sent: false });
    const second = await host.client.enqueue(host.sync, { account: "a" });
    expect(second.joined).toBe(false);
    expect(second.taskId).not.toBe(first.taskId);
  });
});

/** A host whose first client has trouble with so many calls of one name, after so many that went well. */
function troubled(
  call: (typeof CALLS)[number],
  trouble: Trouble,
  times: number,
  after = 0,
): UniqueHost {
  const port = call === "send" ? "sender" : "locks";
  if (trouble !== "crash-after") {
    const plan = (name: string, index: number): Fault | undefined =>
      name === call && index >= after && index < after + times ? trouble : undefined;
    return createUniqueHost({ faults: { [port]: plan } });
  }
  return createUniqueHost({
    ports: ({ sender, locks }) => ({
      sender: dyingAfter(sender, call, after) as MessageSender,
      locks: dyingAfter(locks!, call, after) as LockStore,
    }),
  });
}

function dyingAfter(port: object, call: string, after: number): object {
  let calls = 0;
  return new Proxy(port, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as (...values: unknown[]) => Promise<unknown>;
      if (name !== call) return method;
      return async (...values: unknown[]) => {
        const answer = await method(...values);
        calls += 1;
        if (calls <= after) return answer;
        return new Promise(() => undefined);
      };
    },
  });
}

/** The handle; `undefined` where the call failed, or never ends. */
async function settledOr(
  host: UniqueHost,
  enqueue: Promise<{ readonly taskId: string }>,
): Promise<{ readonly taskId: string } | undefined> {
  let handle: { readonly taskId: string } | undefined;
  enqueue.then(
    (answer) => {
      handle = answer;
    },
    () => undefined,
  );
  await host.pass(5000);
  return handle;
}

function failingRelease(host: UniqueHost, fault: Fault): LockStore {
  return {
    ...host.locks,
    release: async (lock, taskId) => {
      const apply = () => host.locks.release(lock, taskId);
      if (fault === "unknown") await apply();
      if (typeof fault === "object") host.clock.timer(fault.lateMs, () => void apply());
      throw new Error("failed by plan");
    },
  };
}
