import { SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

export const sendsKeepApart: QueueGroup = (steps, { refusesControlCharacters }) => {
  describe("sends at once keep apart", () => {
    it("stores 25 wholly, and answers each with its own id", async () => {
      const { ports, send, receiveMany } = steps();
      const queue = ports.freshQueue();
      const bodies = Array.from({ length: 25 }, (_, index) => `number ${index}`);
      const ids = await Promise.all(bodies.map((body) => send(queue, body)));
      const received = await receiveMany(queue, 25);
      const idByBody = new Map(received.map((each) => [each.body, each.messageId]));
      expect(bodies.map((body) => idByBody.get(body))).toEqual(ids);
    });

    it("stores together what exceeds one call's bytes", async () => {
      const { ports, send, receiveMany } = steps();
      const queue = ports.freshQueue();
      const bodies = Array.from({ length: 12 }, (_, index) => `${index} `.padEnd(250_000, "b"));
      await Promise.all(bodies.map((body) => send(queue, body)));
      const received = await receiveMany(queue, 12);
      expect(new Set(received.map((each) => each.body))).toEqual(new Set(bodies));
    });

    const bad = [["is too large", "x".repeat(SQS_MAX_MESSAGE_BYTES + 1)]];
    if (refusesControlCharacters) bad.push(["holds a control character", "\u0000"]);
    it.each(bad)("refuses one that %s, and stores the others", async (_what, body = "") => {
      const { ports, receiveMany } = steps();
      const queue = ports.freshQueue();
      const bodies = ["a", "b", body, "c", "d"];
      const answers = await ports.settle(
        Promise.all(bodies.map((each) => ports.sender.send(queue, { body: each }))),
      );
      expect(answers.map((answer) => answer.ok)).toEqual([true, true, false, true, true]);
      const received = await receiveMany(queue, 4);
      expect(new Set(received.map((each) => each.body))).toEqual(new Set(["a", "b", "c", "d"]));
    });

    it("puts each into its own queue", async () => {
      const { ports, send, receiveMany } = steps();
      const queues = [ports.freshQueue(), ports.freshQueue()];
      await Promise.all(
        queues.flatMap((queue) => [send(queue, `${queue} 1`), send(queue, `${queue} 2`)]),
      );
      for (const queue of queues) {
        const received = await receiveMany(queue, 2);
        expect(new Set(received.map((each) => each.body))).toEqual(
          new Set([`${queue} 1`, `${queue} 2`]),
        );
      }
    });

    it("delays each by its own delay", async () => {
      const { ports, send, look, receiveOne } = steps();
      const queue = ports.freshQueue();
      await Promise.all([
        send(queue, { body: "far", delaySeconds: 900 }),
        send(queue, { body: "now", delaySeconds: 0 }),
        send(queue, { body: "farther", delaySeconds: 800 }),
      ]);
      expect((await receiveOne(queue)).body).toBe("now");
      expect(await look(queue)).toEqual([]);
    });
  });
};
