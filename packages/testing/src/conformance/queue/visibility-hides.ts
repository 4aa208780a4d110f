import { SQS_MAX_VISIBILITY_SECONDS } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

/** Short to wait for, and long enough for a call of a machine under load to come in time. */
const SHORT_SECONDS = 3;

export const visibilityHides: QueueGroup = (steps, differences) => {
  describe("a received message is hidden for its visibility timeout", () => {
    it("then comes again, with a new receipt handle and one receive more", async () => {
      const { ports, send, look, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "twice");
      const first = await receiveOne(queue, SHORT_SECONDS);
      expect(await look(queue)).toEqual([]);
      const second = await receiveOne(queue);
      expect(second).toMatchObject({
        messageId: first.messageId,
        body: "twice",
        receiveCount: 2,
        sentAt: first.sentAt,
      });
      expect(second.receiptHandle).not.toBe(first.receiptHandle);
    });

    it("is hidden longer when that is asked for in time", async () => {
      const { ports, send, poll, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "kept");
      const { receiptHandle } = await receiveOne(queue, SHORT_SECONDS);
      const answer = ports.receiver.changeVisibility(queue, receiptHandle, 60);
      expect(await ports.settle(answer)).toEqual({ ok: true });
      expect(await poll(queue, SHORT_SECONDS + 1)).toEqual([]);
    });

    it("comes at once when its visibility is set to 0", async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "put back");
      const { receiptHandle } = await receiveOne(queue);
      const answer = ports.receiver.changeVisibility(queue, receiptHandle, 0);
      expect(await ports.settle(answer)).toEqual({ ok: true });
      expect((await receiveOne(queue)).receiveCount).toBe(2);
    });

    it("comes when a shortened visibility ends", async () => {
      const { ports, send, look, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "sooner");
      const { receiptHandle } = await receiveOne(queue, 3600);
      await ports.settle(ports.receiver.changeVisibility(queue, receiptHandle, SHORT_SECONDS));
      expect(await look(queue)).toEqual([]);
      expect((await receiveOne(queue)).receiveCount).toBe(2);
    });
  });
  visibilityHasALimit(steps, differences);
  changesKeepApart(steps, differences);
};

const visibilityHasALimit: QueueGroup = (steps, differences) => {
  const { limitsOneVisibility, limitsTotalVisibility } = differences;
  describe("12 hours is the most, counted from the receive", () => {
    it(`${limitsTotalVisibility ? "refuses" : "(difference) takes"} 12 hours a second later`, async () => {
      const { ports, send, receiveOne, pass } = steps();
      const queue = ports.freshQueue();
      await send(queue, "for long");
      const { receiptHandle } = await receiveOne(queue);
      await pass(1);
      const answer = await ports.settle(
        ports.receiver.changeVisibility(queue, receiptHandle, SQS_MAX_VISIBILITY_SECONDS),
      );
      expect(answer).toMatchObject(
        limitsTotalVisibility ? { ok: false, gone: false } : { ok: true },
      );
    });

    it(`${limitsOneVisibility ? "refuses" : "(difference) takes"} more than 12 hours`, async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "for too long");
      const { receiptHandle } = await receiveOne(queue);
      const change = ports.receiver.changeVisibility(
        queue,
        receiptHandle,
        SQS_MAX_VISIBILITY_SECONDS + 1,
      );
      expect(await ports.settle(change)).toMatchObject(
        limitsOneVisibility ? { ok: false, gone: false } : { ok: true },
      );
    });
  });
};

const changesKeepApart: QueueGroup = (steps) => {
  describe("changes at once keep apart", () => {
    it("hides each message for its own time", async () => {
      const { ports, send, receiveMany } = steps();
      const queue = ports.freshQueue();
      const bodies = Array.from({ length: 24 }, (_, index) => `${index}`);
      await Promise.all(bodies.map((body) => send(queue, body)));
      const received = await receiveMany(queue, 24);
      const isEven = (body: string): boolean => Number(body) % 2 === 0;
      const changes = received.map(({ receiptHandle, body }) =>
        ports.receiver.changeVisibility(queue, receiptHandle, isEven(body) ? 0 : 3600),
      );
      const answers = await ports.settle(Promise.all(changes));
      expect(answers.every((answer) => answer.ok)).toBe(true);
      const again = await receiveMany(queue, 12);
      expect(new Set(again.map((each) => each.body))).toEqual(new Set(bodies.filter(isEven)));
    });
  });
};
