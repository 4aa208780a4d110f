import {
  decodeEnvelope,
  type Envelope,
  encodeEnvelope,
  SQS_MAX_MESSAGE_BYTES,
} from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { everyKindOfText } from "../every-text.ts";
import type { QueueGroup } from "./queue-under-test.ts";

const TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

export const messagesArrive: QueueGroup = (steps, differences) => {
  describe("what is sent arrives as it was sent", () => {
    textArrives(steps, differences);
    whatGoesWithItArrives(steps, differences);
  });
};

const textArrives: QueueGroup = (steps, differences) => {
  it.each([
    ["one character", "x"],
    ["white space at both ends", " \t\r\n text \n\r\t "],
    ["what XML and JSON escape", `<a href="b">&amp;\\ \u2028 ' </a> ]]>`],
    ["text of many scripts", "Größe, размер, 大きさ, \u0e02\u0e19\u0e32\u0e14, \ufffd \ue000"],
    ["1 MiB", "m".repeat(SQS_MAX_MESSAGE_BYTES)],
    ["1 MiB in fewer characters", "ä".repeat(SQS_MAX_MESSAGE_BYTES / 2)],
  ])("carries a body of %s", async (_what, body) => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    await send(queue, body);
    const received = await receiveOne(queue);
    expect(received.body === body, "the body is the same").toBe(true);
  });

  it("carries every Unicode character in an envelope", async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    const envelope: Envelope = {
      version: 1,
      taskId: "every-character",
      task: "conformance",
      input: { kind: "inline", value: everyKindOfText() },
      generation: 0,
      enqueuedAt: 1_767_225_600_000,
      hops: 0,
    };
    await send(queue, encodeEnvelope(envelope));
    const decoded = decodeEnvelope((await receiveOne(queue)).body);
    expect(decoded).toEqual({ kind: "envelope", envelope });
  });

  const verb = differences.takesAstralText ? "carries" : "(difference) refuses";
  it(`${verb} characters beyond the Basic Multilingual Plane as they are`, async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    if (differences.takesAstralText) {
      await send(queue, "\u{1f33f} \u{10ffff}");
      expect((await receiveOne(queue)).body).toBe("\u{1f33f} \u{10ffff}");
    } else {
      await expect(send(queue, "\u{1f33f}")).rejects.toMatchObject({ retryable: false });
    }
  });
};

const whatGoesWithItArrives: QueueGroup = (steps, differences) => {
  it("carries attributes", async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    const attributes = { reason: "worker-lost", "a.b-c_d": "Größe <&> 大きさ" };
    await send(queue, { body: "with attributes", attributes });
    expect((await receiveOne(queue)).attributes).toEqual(attributes);
  });

  it("answers no attributes where none were sent", async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    await send(queue, "plain");
    const received = await receiveOne(queue);
    expect(received.attributes ?? {}).toEqual({});
    expect(received.group).toBeUndefined();
    expect(received.traceHeader).toBeUndefined();
  });

  it(label(differences.returnsGroup, "the group"), async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    await send(queue, { body: "of a tenant", group: "tenant-7" });
    expect((await receiveOne(queue)).group).toBe(differences.returnsGroup ? "tenant-7" : undefined);
  });

  it(label(differences.returnsTraceHeader, "the trace header"), async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    await send(queue, { body: "traced", traceHeader: TRACE_HEADER });
    expect((await receiveOne(queue)).traceHeader).toBe(
      differences.returnsTraceHeader ? TRACE_HEADER : undefined,
    );
  });

  it("tells the id that the sender was told, the sending time and a receive count of 1", async () => {
    const { ports, send, receiveOne } = steps();
    const queue = ports.freshQueue();
    const messageId = await send(queue, "first");
    const received = await receiveOne(queue);
    expect(received).toMatchObject({ messageId, receiveCount: 1 });
    expect(received.sentAt, "epoch ms").toBeGreaterThan(1_600_000_000_000);
    expect(Number.isInteger(received.sentAt)).toBe(true);
  });

  it("tells the time of the send, not of the end of its delay", async () => {
    const { ports, send, receiveMany } = steps();
    const queue = ports.freshQueue();
    await Promise.all([send(queue, { body: "late", delaySeconds: 2 }), send(queue, "soon")]);
    const received = await receiveMany(queue, 2);
    const [late, soon] = ["late", "soon"].map((body) =>
      received.find((each) => each.body === body),
    );
    expect(Math.abs((late?.sentAt ?? 0) - (soon?.sentAt ?? 0))).toBeLessThan(2000);
  });
};

function label(returned: boolean, what: string): string {
  return returned ? `carries ${what}` : `(difference) loses ${what}`;
}
