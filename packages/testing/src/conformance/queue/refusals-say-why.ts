import { CeleriacError, type OutgoingMessage, SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

const UNKNOWN = "nobody-made-this-queue";

export const refusalsSayWhy: QueueGroup = (steps, differences) => {
  describe("what SQS does not take is an error of the sender's, and nothing is stored", () => {
    const refused: [string, OutgoingMessage][] = [
      ["an empty body", { body: "" }],
      ["1 MiB and a byte", { body: "m".repeat(SQS_MAX_MESSAGE_BYTES + 1) }],
      ["1 MiB with its attributes and a byte", withAttributeOfOneByteTooMuch()],
      ["a delay of 901 s", { body: "b", delaySeconds: 901 }],
      ["a delay that is no whole number", { body: "b", delaySeconds: 1.5 }],
    ];
    it.each(refused)("refuses %s", async (_what, message) => {
      const { ports, look } = steps();
      const queue = ports.freshQueue();
      const answer = await ports.settle(ports.sender.send(queue, message));
      expect(answer).toMatchObject({ ok: false, uncertain: false, error: { retryable: false } });
      expect(!answer.ok && CeleriacError.is(answer.error)).toBe(true);
      expect(await look(queue)).toEqual([]);
    });

    const doubtful: [string, boolean, OutgoingMessage][] = [
      ["a control character", differences.refusesControlCharacters, { body: "a\u0000b" }],
      ["U+FFFE", differences.refusesControlCharacters, { body: "a\ufffeb" }],
      ["a group of illegal characters", differences.checksGroupNames, { body: "b", group: "ä ö" }],
    ];
    for (const [what, refuses, message] of doubtful) {
      it(`${refuses ? "refuses" : "(difference) takes"} ${what}`, async () => {
        const { ports } = steps();
        const answer = await ports.settle(ports.sender.send(ports.freshQueue(), message));
        expect(answer.ok).toBe(!refuses);
      });
    }
  });
  unknownQueuesAreNamed(steps, differences);
};

const unknownQueuesAreNamed: QueueGroup = (steps) => {
  describe("a queue that is not there is an error that names it", () => {
    it("at a send", async () => {
      const { ports } = steps();
      const answer = await ports.settle(ports.sender.send(UNKNOWN, { body: "b" }));
      expect(answer).toMatchObject({ ok: false, uncertain: false });
      expect(!answer.ok && answer.error.message).toContain(UNKNOWN);
    });

    it("at a receive", async () => {
      const { ports } = steps();
      const receive = ports.receiver.receive(UNKNOWN, {
        max: 1,
        waitSeconds: 0,
        visibilitySeconds: 1,
      });
      await expect(ports.settle(receive)).rejects.toThrow(UNKNOWN);
    });

    it("at a delete and a change of visibility", async () => {
      const { receiver, settle } = steps().ports;
      for (const answer of [
        await settle(receiver.delete(UNKNOWN, "receipt")),
        await settle(receiver.changeVisibility(UNKNOWN, "receipt", 1)),
      ]) {
        expect(answer).toMatchObject({ ok: false, gone: false });
        expect(!answer.ok && answer.error.message).toContain(UNKNOWN);
      }
    });
  });
};

/** The attribute's name (1), its type (6) and its value (9) count: 16 bytes, of which the body leaves 15. */
function withAttributeOfOneByteTooMuch(): OutgoingMessage {
  return { body: "m".repeat(SQS_MAX_MESSAGE_BYTES - 15), attributes: { n: "123456789" } };
}
