import { CeleriacError, type OutgoingMessage, SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

const UNKNOWN = "nobody-made-this-queue";

export const refusalsSayWhy: QueueGroup = (steps, differences) => {
  describe("what SQS does not take is an error of the sender's, and nothing is stored", () => {
    const messages: [string, boolean, OutgoingMessage][] = [
      ["1 MiB and a byte", true, { body: "m".repeat(SQS_MAX_MESSAGE_BYTES + 1) }],
      ["1 MiB and a byte in fewer characters", true, { body: `${"ä".repeat(TWO_BYTES_FILL)}x` }],
      ["1 MiB with its attributes and a byte", true, withAttributeOfOneByteTooMuch()],
      ["an empty body", differences.refusesEmptyBody, { body: "" }],
      ["a control character", differences.refusesControlCharacters, { body: "a\u0000b" }],
      ["U+FFFE", differences.refusesControlCharacters, { body: "a\ufffeb" }],
      ["half a surrogate pair", differences.refusesControlCharacters, { body: "a\ud83cb" }],
      ["a delay of 901 s", differences.checksDelay, { body: "b", delaySeconds: 901 }],
      ["a delay of 1.5 s", differences.checksDelay, { body: "b", delaySeconds: 1.5 }],
      ["a group of illegal characters", differences.checksGroupNames, { body: "b", group: "ä ö" }],
      ["an eleventh attribute", differences.checksAttributes, { body: "b", attributes: ELEVEN }],
      [
        "an attribute of no text",
        differences.checksAttributes,
        { body: "b", attributes: { a: "" } },
      ],
    ];
    for (const [what, refuses, message] of messages) {
      it(`${refuses ? "refuses" : "(difference) takes"} ${what}`, async () => {
        const { ports, look } = steps();
        const queue = ports.freshQueue();
        const answer = await ports.settle(ports.sender.send(queue, message));
        expect(answer.ok).toBe(!refuses);
        if (answer.ok) return;
        expect(answer.uncertain).toBe(false);
        expect(CeleriacError.is(answer.error) && !answer.error.retryable).toBe(true);
        expect(await look(queue)).toEqual([]);
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

const TWO_BYTES_FILL = SQS_MAX_MESSAGE_BYTES / 2;

const ELEVEN = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, "text"]));

/** The attribute's name (1), its type (6) and its value (9) count: 16 bytes, of which the body leaves 15. */
function withAttributeOfOneByteTooMuch(): OutgoingMessage {
  return { body: "m".repeat(SQS_MAX_MESSAGE_BYTES - 15), attributes: { n: "123456789" } };
}
