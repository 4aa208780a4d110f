import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

export const pollsWait: QueueGroup = (steps, differences) => {
  describe("a receive waits as long as it was told, and no longer than it must", () => {
    it("answers nothing at once when it may not wait", async () => {
      const { ports, look } = steps();
      expect(await look(ports.freshQueue())).toEqual([]);
    });

    it("wakes when a message is sent", async () => {
      const { ports, poll, send } = steps();
      const queue = ports.freshQueue();
      const polled = poll(queue, 20);
      await send(queue, "wake up");
      expect((await polled).map((each) => each.body)).toEqual(["wake up"]);
    });

    it("wakes when a delayed message becomes visible", async () => {
      const { ports, poll, send, look } = steps();
      const queue = ports.freshQueue();
      await send(queue, { body: "in three seconds", delaySeconds: 3 });
      expect(await look(queue)).toEqual([]);
      expect(await poll(queue, 20)).toHaveLength(1);
    });

    it("answers no more than it was asked for", async () => {
      const { ports, send, receiveMany } = steps();
      const queue = ports.freshQueue();
      await Promise.all(Array.from({ length: 14 }, (_, index) => send(queue, `${index}`)));
      const options = { max: 3, waitSeconds: 1, visibilitySeconds: 60 };
      const three = await ports.settle(ports.receiver.receive(queue, options));
      expect(three.length).toBeLessThanOrEqual(3);
      await receiveMany(queue, 14 - three.length);
    });
  });
  abortsEndPolls(steps, differences);
};

const abortsEndPolls: QueueGroup = (steps, differences) => {
  describe("a signal ends the wait", () => {
    it("answers what it has: nothing", async () => {
      const { receiver, freshQueue, settle } = steps().ports;
      const ended = new AbortController();
      const polled = receiver.receive(freshQueue(), { ...LONG_POLL, signal: ended.signal });
      ended.abort();
      expect(await settle(polled)).toEqual([]);
    });

    it("asks for nothing when it has ended before", async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "not to be taken");
      const options = { ...LONG_POLL, signal: AbortSignal.abort() };
      expect(await ports.settle(ports.receiver.receive(queue, options))).toEqual([]);
      expect((await receiveOne(queue)).receiveCount).toBe(1);
    });

    const takesNothing = differences.abandonedPollTakesNothing;
    const hides =
      takesNothing === "sometimes" ? "(difference) may hide" : "(difference) still hides";
    const verb = takesNothing === true ? "leaves" : hides;
    it(`${verb} what is sent afterwards to the next receive`, async () => {
      const { ports, send, poll } = steps();
      const queue = ports.freshQueue();
      const ended = new AbortController();
      const options = { ...LONG_POLL, signal: ended.signal };
      const polled = ports.receiver.receive(queue, options);
      // The request must have reached the queue: it waits there while this other poll lasts.
      await poll(ports.freshQueue(), 1);
      ended.abort();
      await ports.settle(polled);
      await send(queue, "after the poll");
      const next = await poll(queue, 1);
      if (takesNothing === "sometimes") expect(next.length).toBeLessThanOrEqual(1);
      else expect(next).toHaveLength(takesNothing ? 1 : 0);
    });
  });
};

const LONG_POLL = { max: 10, waitSeconds: 20, visibilitySeconds: 60 };
