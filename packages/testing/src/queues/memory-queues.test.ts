import { CeleriacError, type ReceivedMessage } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../seeded-random.ts";
import { createVirtualClock, type VirtualClock } from "../virtual-clock.ts";
import { createMemoryQueues, type MemoryQueues } from "./memory-queues.ts";
import type { QueueNastiness } from "./queue-nastiness.ts";

// What every queue must do is tested by the conformance suite, in models.test.ts.

describe("messages go when their retention ends", () => {
  it("at the retention of the queue, counted from the send", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "old" });
    await clock.advance(RETENTION_MS);
    expect(queues.peek("q")).toHaveLength(1);
    await clock.advance(1);
    expect(queues.peek("q")).toEqual([]);
    expect(await receive(queues)).toEqual([]);
  });

  it("in the dead-letter queue still counted from the first send", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "poison" });
    await clock.advance(RETENTION_MS / 2);
    for (let time = 0; time < 3; time += 1) await receive(queues, { visibilitySeconds: 0 });
    expect(queues.peek("q-dlq")).toHaveLength(1);
    await clock.advance(RETENTION_MS / 2 + 1);
    expect(queues.peek("q-dlq")).toEqual([]);
  });
});

describe("a long poll ends as soon as there is something", () => {
  it("when it is sent", async () => {
    const { clock, queues } = make();
    const polled = receive(queues, { waitSeconds: 20 });
    await queues.send("q", { body: "at once" });
    expect([await bodyOf(polled), clock.monotonic()]).toEqual(["at once", 0]);
  });

  it("when it is put back", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "put back" });
    const { receiptHandle } = only(await receive(queues));
    const polled = receive(queues, { waitSeconds: 20 });
    await queues.changeVisibility("q", receiptHandle, 0);
    expect([await bodyOf(polled), clock.monotonic()]).toEqual(["put back", 0]);
  });

  it("when it becomes visible, also when that changes meanwhile", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "later", delaySeconds: 15 });
    const polled = receive(queues, { waitSeconds: 20 });
    await queues.send("q", { body: "sooner", delaySeconds: 7 });
    await clock.advance(7000);
    expect(await bodyOf(polled)).toBe("sooner");
  });

  it("for one of those that wait, when it is one message", async () => {
    const { clock, queues } = make();
    const polls = [receive(queues, { waitSeconds: 20 }), receive(queues, { waitSeconds: 20 })];
    await queues.send("q", { body: "for one" });
    await clock.advance(20_000);
    expect((await Promise.all(polls)).map((messages) => messages.length)).toEqual([1, 0]);
  });
});

describe("a queue can be looked at without being changed", () => {
  it("shows all that a message carries", async () => {
    const { clock, queues } = make();
    const message = { body: "b", group: "g", attributes: { a: "1" }, traceHeader: "Root=1" };
    await queues.send("q", { ...message, delaySeconds: 5 });
    const { messageId } = only(queues.peek("q"));
    expect(queues.peek("q")).toEqual([
      {
        ...message,
        messageId,
        sentAt: clock.now(),
        receiveCount: 0,
        visibleAt: clock.now() + 5000,
      },
    ]);
  });

  it("counts what is visible, in flight and delayed", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "1" });
    await queues.send("q", { body: "2" });
    await queues.send("q", { body: "3", delaySeconds: 60 });
    await receive(queues, { max: 1 });
    expect(queues.depth("q")).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    expect(queues.nextVisibleAt("q")).toBe(clock.now() + 30_000);
    await clock.advance(60_000);
    expect(queues.depth("q")).toEqual({ visible: 3, inFlight: 0, delayed: 0 });
  });

  it("can be emptied", async () => {
    const { queues } = make();
    await queues.send("q", { body: "1" });
    queues.purge("q");
    expect(queues.peek("q")).toEqual([]);
    expect(await receive(queues)).toEqual([]);
  });
});

describe("a native redrive moves what is visible", () => {
  it("with a new id, a new sending time and a count that starts anew", async () => {
    const { clock, queues } = make();
    await queues.send("q", { body: "poison", attributes: { a: "1" } });
    for (let time = 0; time < 3; time += 1) await receive(queues, { visibilitySeconds: 0 });
    const dead = only(queues.peek("q-dlq"));
    await clock.advance(1000);
    expect(queues.redrive("q-dlq", "q")).toBe(1);
    expect(queues.peek("q-dlq")).toEqual([]);
    const back = only(queues.peek("q"));
    expect(back).toMatchObject({ body: "poison", attributes: { a: "1" }, receiveCount: 0 });
    expect(back.sentAt).toBe(dead.sentAt + 1000);
    expect(back.messageId).not.toBe(dead.messageId);
  });
});

describe("a queue hands out only so many messages at a time", () => {
  it("and more as soon as one is deleted or visible again", async () => {
    const clock = createVirtualClock();
    const random = createSeededRandom(1);
    const queues = createMemoryQueues({ clock, random, queues: { q: { maxInFlight: 2 } } });
    await sendMany(queues, 4);
    const [first] = await receive(queues);
    expect(queues.depth("q")).toEqual({ visible: 2, inFlight: 2, delayed: 0 });
    expect(await receive(queues)).toEqual([]);
    await queues.delete("q", first?.receiptHandle ?? "");
    expect(await receive(queues)).toHaveLength(1);
  });
});

describe("messages come in the order they were sent, unless they are asked not to", () => {
  it("first sent, first received", async () => {
    const { queues } = make();
    await sendMany(queues, 30);
    expect(await bodies(queues, 30)).toEqual(Array.from({ length: 30 }, (_, index) => `${index}`));
  });

  it("in another order with reorder", async () => {
    const { queues } = make({ reorder: 0.5 });
    await sendMany(queues, 30);
    const received = await bodies(queues, 30);
    expect(received).not.toEqual(Array.from({ length: 30 }, (_, index) => `${index}`));
    expect(new Set(received).size).toBe(30);
  });
});

describe("nastiness does what a standard queue may do", () => {
  it("duplicates: a message is visible again before its time", async () => {
    const { clock, queues } = make({ duplicates: 1 });
    await queues.send("q", { body: "twice" });
    await receive(queues);
    await clock.advance(29_999);
    expect(await receive(queues)).toMatchObject([{ body: "twice", receiveCount: 2 }]);
  });

  it("lost receives: counted and hidden, and nobody has them", async () => {
    const nastiness = { lostReceives: 1 };
    const { clock, queues } = make(nastiness);
    await queues.send("q", { body: "lost" });
    await expect(receive(queues)).rejects.toMatchObject({ code: "unreachable", retryable: true });
    expect(queues.depth("q").inFlight).toBe(1);
    nastiness.lostReceives = 0;
    await clock.advance(30_000);
    expect(await receive(queues)).toMatchObject([{ receiveCount: 2 }]);
  });

  it("empty receives: nothing comes although something is there", async () => {
    const { queues } = make({ emptyReceives: 1 });
    await queues.send("q", { body: "there" });
    expect(await receive(queues)).toEqual([]);
    expect(queues.depth("q").visible).toBe(1);
  });

  it("send failures: of unknown outcome, and half of them stored", async () => {
    const { queues } = make({ sendFailures: 1 });
    for (let index = 0; index < 100; index += 1) {
      const answer = await queues.send("q", { body: `${index}` });
      expect(answer).toMatchObject({ ok: false, uncertain: true, error: { retryable: true } });
    }
    const { visible } = queues.depth("q");
    expect(visible).toBeGreaterThan(30);
    expect(visible).toBeLessThan(70);
  });

  it("stale deletes: they may delete what another has received", async () => {
    const { queues } = make({ staleDeletes: 1 });
    await queues.send("q", { body: "another's" });
    const stale = only(await receive(queues, { visibilitySeconds: 0 }));
    await receive(queues);
    await queues.delete("q", stale.receiptHandle);
    expect(queues.peek("q")).toEqual([]);
  });

  it("failed deletes: they succeed, and the message comes again", async () => {
    const { clock, queues } = make({ failedDeletes: 1 });
    await queues.send("q", { body: "again" });
    const { receiptHandle } = only(await receive(queues));
    expect(await queues.delete("q", receiptHandle)).toEqual({ ok: true });
    await clock.advance(30_000);
    expect(await receive(queues)).toHaveLength(1);
  });

  it("burned receives: a message has been received many times before anybody saw it", async () => {
    const { queues } = make({ burnedReceives: 1 });
    await sendMany(queues, 20);
    const counts = queues.peek("q").map(({ receiveCount }) => receiveCount);
    expect(Math.max(...counts)).toBeGreaterThan(30);
    expect(Math.max(...counts)).toBeLessThan(50);
  });

  it("the same seed does the same", async () => {
    const history = async (seed: number): Promise<unknown> => {
      const { clock, queues } = make({ reorder: 0.3, duplicates: 0.3, sendFailures: 0.3 }, seed);
      await sendMany(queues, 20);
      const received = await bodies(queues, 20);
      await clock.advance(15_000);
      return [received, queues.peek("q"), await bodies(queues, 20)];
    };
    expect(await history(3)).toEqual(await history(3));
    expect(await history(3)).not.toEqual(await history(4));
  });
});

describe("mistakes are told", () => {
  it("a dead-letter queue that is not there", () => {
    const { clock } = make();
    const queues = { q: { deadLetterQueue: "dead" } };
    const create = (): unknown =>
      createMemoryQueues({ clock, random: createSeededRandom(1), queues });
    expect(create).toThrow(/queue q names the dead-letter queue dead/);
  });

  it.each([
    ["max", { max: 11 }],
    ["waitSeconds", { waitSeconds: 21 }],
    ["visibilitySeconds", { visibilitySeconds: 43_201 }],
  ])("a receive whose %s SQS does not take", async (what, options) => {
    const error: unknown = await receive(make().queues, options).catch((thrown: unknown) => thrown);
    expect(CeleriacError.is(error, "refused") && error.message).toContain(what);
  });

  it("a receipt handle of a message that was never sent", async () => {
    const { queues } = make();
    await queues.send("q", { body: "b" });
    expect(await queues.delete("q", "message-1#1")).toEqual({ ok: true });
    expect(await queues.delete("q", "message-2#1")).toMatchObject({ ok: false, gone: true });
  });

  it("a message keeps what it was sent with, when the sender's object changes", async () => {
    const { queues } = make();
    const attributes = { a: "1" };
    await queues.send("q", { body: "b", attributes });
    attributes.a = "2";
    expect(only(await receive(queues)).attributes).toEqual({ a: "1" });
  });
});

const RETENTION_MS = 3_600_000;

function make(
  nastiness: QueueNastiness = {},
  seed = 1,
): { readonly clock: VirtualClock; readonly queues: MemoryQueues } {
  const clock = createVirtualClock();
  const queues = createMemoryQueues({
    clock,
    random: createSeededRandom(seed),
    nastiness,
    queues: {
      q: { deadLetterQueue: "q-dlq", maxReceiveCount: 2, retentionSeconds: 3600 },
      "q-dlq": { retentionSeconds: 3600 },
    },
  });
  return { clock, queues };
}

function receive(
  queues: MemoryQueues,
  options: Partial<Parameters<MemoryQueues["receive"]>[1]> = {},
): Promise<readonly ReceivedMessage[]> {
  return queues.receive("q", { max: 10, waitSeconds: 0, visibilitySeconds: 30, ...options });
}

async function sendMany(queues: MemoryQueues, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await queues.send("q", { body: `${index}` });
}

async function bodies(queues: MemoryQueues, most: number): Promise<string[]> {
  const received: string[] = [];
  for (let taken = 0; taken < most; taken += 10) {
    received.push(...(await receive(queues)).map(({ body }) => body));
  }
  return received;
}

async function bodyOf(polled: Promise<readonly ReceivedMessage[]>): Promise<string> {
  return only(await polled).body;
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`expected one, got ${items.length}`);
  return item;
}
