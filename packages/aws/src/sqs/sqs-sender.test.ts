import { SQS_MAX_MESSAGE_BYTES } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { awsError, type StubAnswer, type StubRequest } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
}

const entriesOf = (request: StubRequest): readonly Entry[] =>
  (request.body as { readonly Entries: readonly Entry[] }).Entries;

const bodiesOf = (request: StubRequest): readonly string[] =>
  entriesOf(request).map((entry) => entry.MessageBody);

/** Takes every entry but those that `fails` has a failure for. */
function taking(
  fails: (body: string) => { readonly Code: string; readonly SenderFault: boolean } | undefined,
): (request: StubRequest) => StubAnswer {
  return (request) => {
    const judged = entriesOf(request).map((entry) => ({
      entry,
      failure: fails(entry.MessageBody),
    }));
    return {
      body: {
        // the reverse order: answers are told apart by id
        Successful: judged
          .toReversed()
          .flatMap(({ entry, failure }) =>
            failure === undefined
              ? [{ Id: entry.Id, MessageId: `id of ${entry.MessageBody}` }]
              : [],
          ),
        Failed: judged.flatMap(({ entry, failure }) =>
          failure === undefined ? [] : [{ Id: entry.Id, Message: "told by the stub", ...failure }],
        ),
      },
    };
  };
}

const takingAll = taking(() => undefined);

describe("messages sent within one tick travel together", () => {
  it("ten in a batch, each with the answer of its own", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(takingAll);
    const bodies = Array.from({ length: 23 }, (_, index) => `m${index}`);
    const answers = await Promise.all(
      bodies.map((body) => world.ports.sender.send("images", { body })),
    );
    expect(answers).toEqual(bodies.map((body) => ({ ok: true, messageId: `id of ${body}` })));
    const sizes = world.stub.requests.map((request) => entriesOf(request).length);
    expect(sizes.toSorted()).toEqual([10, 10, 3]);
  });

  it("never above SQS's bytes, attributes and multi-byte characters counted", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(takingAll);
    const half = "ü".repeat(SQS_MAX_MESSAGE_BYTES / 4 - 100);
    const sends = [half, half, half].map((body) =>
      world.ports.sender.send("images", { body, attributes: { n: "v".repeat(150) } }),
    );
    expect((await Promise.all(sends)).every((answer) => answer.ok)).toBe(true);
    const sizes = world.stub.requests.map((request) => entriesOf(request).length);
    expect(sizes.toSorted()).toEqual([1, 2]);
  });

  it("each queue by itself", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(takingAll);
    await Promise.all(
      ["images", "video"].map((queue) => world.ports.sender.send(queue, { body: queue })),
    );
    expect(world.stub.requests.map(bodiesOf).toSorted()).toEqual([["images"], ["video"]]);
  });

  it("with everything that a message carries", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(takingAll);
    await world.ports.sender.send("images", {
      body: "b",
      delaySeconds: 7,
      group: "tenant",
      attributes: { reason: "why" },
      traceHeader: "Root=1",
    });
    expect(entriesOf(world.stub.requests[0]!)).toEqual([
      {
        Id: "0",
        MessageBody: "b",
        DelaySeconds: 7,
        MessageGroupId: "tenant",
        MessageAttributes: { reason: { DataType: "String", StringValue: "why" } },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1" } },
      },
    ]);
  });
});

describe("only what failed through no fault of its own is sent again", () => {
  it("until it is taken; its neighbours have their answers and are not sent twice", async () => {
    await using world = await stubbedPorts();
    let failures = 2;
    world.stub.answer((request) =>
      taking((body) =>
        body === "b" && failures-- > 0
          ? { Code: "ServiceUnavailable", SenderFault: false }
          : undefined,
      )(request),
    );
    const answers = await Promise.all(
      ["a", "b", "c"].map((body) => world.ports.sender.send("images", { body })),
    );
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
    expect(world.stub.requests.map(bodiesOf)).toEqual([["a", "b", "c"], ["b"], ["b"]]);
    expect(world.clock.slept).toEqual([100, 250]);
  });

  it("and is given up after the last wait, as uncertain", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(taking(() => ({ Code: "InternalError", SenderFault: false })));
    const answer = await world.ports.sender.send("images", { body: "a" });
    expect(answer).toMatchObject({
      ok: false,
      uncertain: true,
      error: { code: "service-error", retryable: true },
    });
    expect(world.clock.slept).toEqual([100, 250, 500, 1000, 2000]);
  });

  it("never what was the sender's fault, and that harms nobody else", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(
      taking((body) =>
        body === "bad" ? { Code: "InvalidMessageContents", SenderFault: true } : undefined,
      ),
    );
    const answers = await Promise.all(
      ["a", "bad", "c"].map((body) => world.ports.sender.send("images", { body })),
    );
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, uncertain: false, error: { code: "refused", retryable: false } },
      { ok: true },
    ]);
    expect(world.stub.requests).toHaveLength(1);
  });

  it("once uncertain stays uncertain, whatever a later try says", async () => {
    await using world = await stubbedPorts();
    let tries = 0;
    world.stub.answer(
      taking(() =>
        tries++ < 1
          ? { Code: "InternalError", SenderFault: false }
          : { Code: "AccessDenied", SenderFault: true },
      ),
    );
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({
      ok: false,
      uncertain: true,
      error: { code: "access-denied" },
    });
  });

  it("also an entry of which the answer says nothing", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      world.stub.requests.length === 1 ? { body: { Successful: [] } } : takingAll(request),
    );
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({ ok: true });
    expect(world.stub.requests.map(bodiesOf)).toEqual([["a"], ["a"]]);
  });
});

describe("a batch that is refused as a whole", () => {
  it("is sent one by one, so that only the culprit fails", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      bodiesOf(request).includes("bad")
        ? awsError("InvalidParameterValue", 400, "told by the stub")
        : takingAll(request),
    );
    const answers = await Promise.all(
      ["a", "bad", "c"].map((body) => world.ports.sender.send("images", { body })),
    );
    expect(answers).toMatchObject([
      { ok: true, messageId: "id of a" },
      { ok: false, uncertain: false, error: { code: "refused" } },
      { ok: true, messageId: "id of c" },
    ]);
  });

  it("for a queue that is not there says so to each", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("QueueDoesNotExist"));
    const answers = await Promise.all(
      ["a", "b"].map((body) => world.ports.sender.send("images", { body })),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        uncertain: false,
        error: { code: "queue-not-found", retryable: false },
      });
    }
    expect(world.stub.requests).toHaveLength(1);
  });

  it("by throttling is tried again by the SDK, then in rounds", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      world.stub.requests.length <= 3 ? awsError("RequestThrottled", 403) : takingAll(request),
    );
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({ ok: true });
    expect(world.calls).toEqual(Array.from({ length: 4 }, () => "sqs:SendMessageBatch"));
    expect(world.clock.slept).toEqual([100]);
  });
});

describe("an answer that was lost", () => {
  it("is asked for again with the same body", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      world.stub.requests.length === 1 ? "reset" : takingAll(request),
    );
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({ ok: true });
    expect(world.stub.requests.map(bodiesOf)).toEqual([["a"], ["a"]]);
  });

  it("leaves the outcome uncertain when it never comes", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => "reset");
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({
      ok: false,
      uncertain: true,
      error: { code: "unreachable", retryable: true },
    });
  });

  it("leaves it uncertain even when a later try is refused", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() =>
      world.stub.requests.length === 1 ? "reset" : awsError("AccessDenied", 403),
    );
    expect(await world.ports.sender.send("images", { body: "a" })).toMatchObject({
      ok: false,
      uncertain: true,
      error: { code: "access-denied" },
    });
  });

  it("ends with the call's deadline", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => "hang");
    const sent = world.ports.sender.send("images", { body: "a" });
    await world.stub.received(1);
    world.clock.ring();
    expect(await sent).toMatchObject({
      ok: false,
      uncertain: true,
      error: { code: "call-timeout", retryable: true },
    });
  });
});

describe("what SQS would not take is refused before it is sent", () => {
  it.each([
    ["an empty body", { body: "" }, "refused"],
    ["more than 1 MiB", { body: "m".repeat(SQS_MAX_MESSAGE_BYTES + 1) }, "payload-too-large"],
    [
      "more than 1 MiB with its attributes",
      {
        body: "m".repeat(SQS_MAX_MESSAGE_BYTES - "nameStringvalue".length + 1),
        attributes: { name: "value" },
      },
      "payload-too-large",
    ],
    ["a delay above 15 minutes", { body: "m", delaySeconds: 901 }, "refused"],
    ["a delay of half a second", { body: "m", delaySeconds: 0.5 }, "refused"],
    ["a group with a space", { body: "m", group: "a b" }, "refused"],
    ["a group of 129 characters", { body: "m", group: "g".repeat(129) }, "refused"],
    ["a group of no characters", { body: "m", group: "" }, "refused"],
  ] as const)("%s", async (_what, message, code) => {
    await using world = await stubbedPorts();
    expect(await world.ports.sender.send("images", message)).toMatchObject({
      ok: false,
      uncertain: false,
      error: { code, retryable: false },
    });
    expect(world.stub.requests).toEqual([]);
  });

  it("a queue that the resources do not name, with the names that they have", async () => {
    await using world = await stubbedPorts();
    const answer = await world.ports.sender.send("toString", { body: "m" });
    expect(answer).toMatchObject({
      ok: false,
      uncertain: false,
      error: { code: "missing-resource" },
    });
    expect(answer.ok ? "" : answer.error.message).toContain('no queue "toString"');
    expect(answer.ok ? "" : answer.error.message).toContain('"images", "images-dlq", "video"');
  });
});
