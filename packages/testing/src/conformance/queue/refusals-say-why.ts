import { CeleriacError, type OutgoingMessage, SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { QueueDifferences } from "./queue-differences.ts";
import type { QueueGroup, QueueSteps } from "./queue-under-test.ts";

const UNKNOWN = "nobody-made-this-queue";

export const refusalsSayWhy: QueueGroup = (steps, differences) => {
  describe("what SQS does not take is an error of the sender's, and nothing is stored", () => {
    for (const refusal of refusalsOf(differences)) refused(steps, refusal);
  });
  unknownQueuesAreNamed(steps, differences);
};

interface Refusal {
  readonly what: string;
  readonly message: OutgoingMessage;
  readonly refuses: boolean;
  /** Whether the answer tells that it was the sender's fault. */
  readonly isTold: boolean;
}

function refusalsOf(differences: QueueDifferences): readonly Refusal[] {
  const told = [...sizes(), ...fields(differences)].map((each) => ({ ...each, isTold: true }));
  return [...told, ...characters(differences)];
}

type Refused = Omit<Refusal, "isTold">;

function sizes(): readonly Refused[] {
  return [
    {
      what: "1 MiB and a byte",
      refuses: true,
      message: { body: "m".repeat(SQS_MAX_MESSAGE_BYTES + 1) },
    },
    {
      what: "1 MiB and a byte in fewer characters",
      refuses: true,
      message: { body: `${"ä".repeat(TWO_BYTES_FILL)}x` },
    },
    {
      what: "1 MiB with its attributes and a byte",
      refuses: true,
      message: withAttributeOfOneByteTooMuch(),
    },
  ];
}

function fields(differences: QueueDifferences): readonly Refused[] {
  const { refusesEmptyBody, checksDelay, checksGroupNames } = differences;
  return [
    { what: "an empty body", refuses: refusesEmptyBody, message: { body: "" } },
    {
      what: "a delay of 901 s",
      refuses: checksDelay,
      message: { body: "b", delaySeconds: 901 },
    },
    {
      what: "a delay of 1.5 s",
      refuses: checksDelay,
      message: { body: "b", delaySeconds: 1.5 },
    },
    {
      what: "a group of illegal characters",
      refuses: checksGroupNames,
      message: { body: "b", group: "ä ö" },
    },
    {
      what: "an eleventh attribute",
      refuses: differences.limitsAttributes,
      message: { body: "b", attributes: ELEVEN },
    },
    {
      what: "an attribute of no text",
      refuses: differences.refusesEmptyAttribute,
      message: { body: "b", attributes: { a: "" } },
    },
  ];
}

function characters(differences: QueueDifferences): readonly Refusal[] {
  const { refusesControlCharacters: refuses, tellsFaultOfBody: isTold } = differences;
  const ofHalf = differences.tellsFaultOfHalfCharacter ?? isTold;
  return [
    { what: "a control character", message: { body: "a\u0000b" }, refuses, isTold },
    { what: "U+FFFE", message: { body: "a\ufffeb" }, refuses, isTold },
    { what: "half a surrogate pair", message: { body: "a\ud83cb" }, refuses, isTold: ofHalf },
  ];
}

function refused(steps: () => QueueSteps, { what, message, refuses, isTold }: Refusal): void {
  const how = isTold ? "refuses" : "(difference) refuses, as if it could have failed by itself,";
  it(`${refuses ? how : "(difference) takes"} ${what}`, async () => {
    const { ports, look } = steps();
    const queue = ports.freshQueue();
    const answer = await ports.settle(ports.sender.send(queue, message));
    expect(answer.ok).toBe(!refuses);
    if (answer.ok) return;
    expect(answer.uncertain).toBe(!isTold);
    expect(CeleriacError.is(answer.error) && answer.error.retryable).toBe(!isTold);
    expect(await look(queue)).toEqual([]);
  });
}

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
