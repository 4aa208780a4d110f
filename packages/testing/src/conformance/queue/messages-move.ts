import { deadLetterQueueOf } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueGroup, QueueSteps } from "./queue-under-test.ts";

export const messagesMove: QueueGroup = (steps, differences) => {
  describe("a message received too often moves to the dead-letter queue", () => {
    it("stays as long as it was received as often as allowed, and no more", async () => {
      const { ports, send, look } = steps();
      const queue = ports.freshQueue();
      await send(queue, "on the edge");
      await receiveAndPutBack(steps(), queue, ports.maxReceiveCount);
      expect(await look(deadLetterQueueOf(queue))).toEqual([]);
    });

    it("moves at the receive that would be one more, with all it carries", async () => {
      const { ports, send, look, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, { body: "poison", attributes: { origin: "conformance" } });
      await receiveAndPutBack(steps(), queue, ports.maxReceiveCount);
      expect(await look(queue)).toEqual([]);
      const dead = await receiveOne(deadLetterQueueOf(queue));
      expect(dead).toMatchObject({ body: "poison", attributes: { origin: "conformance" } });
      expect(dead.receiveCount).toBe(ports.maxReceiveCount + differences.receiveCountAfterMove);
    });

    it("leaves the others where they are", async () => {
      const { ports, send, receiveOne, look } = steps();
      const queue = ports.freshQueue();
      await send(queue, "poison");
      await receiveAndPutBack(steps(), queue, ports.maxReceiveCount);
      await send(queue, "innocent");
      expect((await receiveOne(queue)).body).toBe("innocent");
      expect(await look(queue)).toEqual([]);
    });
  });
};

async function receiveAndPutBack(steps: QueueSteps, queue: string, times: number): Promise<void> {
  const { receiver, settle } = steps.ports;
  for (let time = 1; time <= times; time += 1) {
    const { receiptHandle, receiveCount } = await steps.receiveOne(queue);
    expect(receiveCount).toBe(time);
    await settle(receiver.changeVisibility(queue, receiptHandle, 0));
  }
}
