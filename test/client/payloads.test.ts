import { INPUT_THRESHOLD_BYTES, MAX_PAYLOAD_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { createHarness } from "./client-harness.ts";
import { app, echo, slow } from "./shop-app.ts";

const MIB = 1_048_576;

/** Twice 32 MiB of JSON take a second where nothing else runs. */
const PATIENCE_MS = 30_000;

/** A string whose JSON, quotes included, is this long. */
const jsonOf = (bytes: number): string => "x".repeat(bytes - 2);

describe("an input", () => {
  it("travels inline up to the threshold, to the byte", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(echo, jsonOf(INPUT_THRESHOLD_BYTES));
    expect(harness.envelopes()[0]?.input?.kind).toBe("inline");
    expect(harness.payloads.keys()).toEqual([]);
  });

  it("is stored apart one byte above it, under the task's id", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(echo, jsonOf(INPUT_THRESHOLD_BYTES + 1), { taskId: "t" });
    expect(harness.envelopes()[0]?.input).toEqual({
      kind: "stored",
      key: "inputs/t",
      bytes: INPUT_THRESHOLD_BYTES + 1,
    });
    expect(await harness.payloads.get("inputs/t")).toHaveLength(INPUT_THRESHOLD_BYTES + 1);
  });

  it("is measured in bytes, not in characters", async () => {
    const harness = createHarness(app);
    const third = INPUT_THRESHOLD_BYTES / 3;
    await harness.client.enqueue(echo, "漢".repeat(third - 1));
    await harness.client.enqueue(echo, "漢".repeat(third));
    expect(harness.envelopes().map(({ input }) => input?.kind)).toEqual(["inline", "stored"]);
  });

  it("may be larger than any message: 1 MiB and one byte", async () => {
    const harness = createHarness(app);
    const input = jsonOf(MIB + 1);
    await harness.client.enqueue(echo, input, { taskId: "t" });
    expect(JSON.parse((await harness.payloads.get("inputs/t")) ?? "")).toBe(input);
    expect(harness.queues.peek("default")[0]?.body.length).toBeLessThan(200);
  });

  it("is stored apart, too, when it has more keys than a message may", async () => {
    const harness = createHarness(app);
    const wide = Object.fromEntries(Array.from({ length: 11_000 }, (_, index) => [`k${index}`, 0]));
    await harness.client.enqueue(echo, wide);
    expect(harness.envelopes()[0]?.input?.kind).toBe("stored");
  });

  it(
    "may be as large as the limit, to the byte",
    async () => {
      const harness = createHarness(app);
      await harness.client.enqueue(echo, jsonOf(MAX_PAYLOAD_BYTES));
      expect(harness.envelopes()).toHaveLength(1);
      await expect(
        harness.client.enqueue(echo, jsonOf(MAX_PAYLOAD_BYTES + 1)),
      ).rejects.toMatchObject({
        code: "payload-too-large",
        message: expect.stringContaining(`is ${MAX_PAYLOAD_BYTES + 1} bytes of JSON`),
      });
      expect(harness.envelopes()).toHaveLength(1);
      expect(harness.payloads.keys()).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  it("is stored before its message is sent, and the message not sent when that fails", async () => {
    const calls: string[] = [];
    const harness = createHarness(app, {
      faults: {
        payloads: (call, index) => {
          calls.push(call);
          return index === 0 ? "refuse" : undefined;
        },
        sender: (call) => {
          calls.push(call);
          return undefined;
        },
      },
    });
    const large = jsonOf(MIB);
    await expect(harness.client.enqueue(echo, large, { taskId: "t" })).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
      details: { taskId: "t" },
    });
    expect(harness.envelopes()).toEqual([]);
    await harness.client.enqueue(echo, large, { taskId: "t" });
    expect(calls).toEqual(["put", "put", "send"]);
  });

  it("is stored apart after an asynchronous schema as well", async () => {
    const harness = createHarness(app);
    await harness.client.enqueue(slow, jsonOf(MIB));
    expect(harness.envelopes()[0]?.input?.kind).toBe("stored");
  });
});
