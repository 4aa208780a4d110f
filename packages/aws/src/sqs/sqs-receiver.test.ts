import { describe, expect, it } from "vitest";
import { awsError, type StubRequest } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

const poll = { max: 10, waitSeconds: 20, visibilitySeconds: 60 };

interface ReceiptEntry {
  readonly Id: string;
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout?: number;
}

const entriesOf = (request: StubRequest): readonly ReceiptEntry[] =>
  (request.body as { readonly Entries: readonly ReceiptEntry[] }).Entries;

const handlesOf = (request: StubRequest): readonly string[] =>
  entriesOf(request).map((entry) => entry.ReceiptHandle);

describe("a receive answers what SQS handed out", () => {
  it("with everything that a message carries", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({
      body: {
        Messages: [
          {
            MessageId: "id",
            ReceiptHandle: "handle",
            Body: "body",
            MD5OfBody: "not the body's: nobody looks",
            Attributes: {
              ApproximateReceiveCount: "3",
              SentTimestamp: "1767225600123",
              MessageGroupId: "tenant",
              AWSTraceHeader: "Root=1",
            },
            MessageAttributes: {
              reason: { DataType: "String", StringValue: "why" },
              picture: { DataType: "Binary", BinaryValue: "AAAA" },
            },
          },
        ],
      },
    }));
    expect(await world.ports.receiver.receive("images", poll)).toEqual([
      {
        messageId: "id",
        receiptHandle: "handle",
        body: "body",
        receiveCount: 3,
        sentAt: 1_767_225_600_123,
        group: "tenant",
        attributes: { reason: "why" },
        traceHeader: "Root=1",
      },
    ]);
    expect(world.stub.requests[0]?.body).toMatchObject({
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      VisibilityTimeout: 60,
      MessageAttributeNames: ["All"],
    });
  });

  it("and what is missing is a first receive of a message sent now", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({ body: { Messages: [{ ReceiptHandle: "handle" }] } }));
    expect(await world.ports.receiver.receive("images", poll)).toEqual([
      {
        messageId: "",
        receiptHandle: "handle",
        body: "",
        receiveCount: 1,
        sentAt: world.clock.now(),
      },
    ]);
  });

  it("nothing when there is nothing", async () => {
    await using world = await stubbedPorts();
    expect(await world.ports.receiver.receive("images", poll)).toEqual([]);
  });
});

describe("a receive that failed is an error, and is not repeated", () => {
  it.each([
    ["a queue that is not there", awsError("QueueDoesNotExist"), "queue-not-found", false],
    ["a failure of SQS", awsError("InternalError", 500), "service-error", true],
    ["throttling", awsError("RequestThrottled", 403), "throttled", true],
    ["a connection that broke", "reset", "unreachable", true],
    ["another protocol", { body: "<html>hello</html>" }, "service-error", false],
  ] as const)("%s", async (_what, answer, code, retryable) => {
    await using world = await stubbedPorts();
    world.stub.answer(() => answer);
    await expect(world.ports.receiver.receive("images", poll)).rejects.toMatchObject({
      code,
      retryable,
    });
    expect(world.calls).toEqual(["sqs:ReceiveMessage"]);
  });

  it("a queue that the resources do not name", async () => {
    await using world = await stubbedPorts();
    await expect(world.ports.receiver.receive("nope", poll)).rejects.toMatchObject({
      code: "missing-resource",
    });
  });

  it("no answer until after the wait and its allowance", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => "hang");
    const received = world.ports.receiver.receive("images", poll);
    await world.stub.received(1);
    world.clock.ring();
    await expect(received).rejects.toMatchObject({
      code: "call-timeout",
      message: expect.stringContaining("within 30000 ms"),
    });
  });
});

describe("a signal ends a receive", () => {
  it("with nothing, when SQS has not answered", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => "hang");
    const ending = new AbortController();
    const received = world.ports.receiver.receive("images", { ...poll, signal: ending.signal });
    await world.stub.received(1);
    ending.abort();
    expect(await received).toEqual([]);
  });

  it("before it was sent", async () => {
    await using world = await stubbedPorts();
    const signal = AbortSignal.abort();
    expect(await world.ports.receiver.receive("images", { ...poll, signal })).toEqual([]);
    await world.ports.receiver.receive("video", poll);
    expect(world.calls).toEqual(["sqs:ReceiveMessage"]);
  });

  it("but does not hide what failed for another reason just before", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("QueueDoesNotExist"));
    const ending = new EventTarget();
    const signal = Object.defineProperty(ending, "aborted", {
      get: () => world.stub.requests.length > 0,
    }) as AbortSignal;
    await expect(world.ports.receiver.receive("images", { ...poll, signal })).rejects.toMatchObject(
      { code: "queue-not-found" },
    );
  });
});

describe("receipts are served in batches", () => {
  it("deletes told within one tick travel together, ten at most", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: { Successful: entriesOf(request).map(({ Id }) => ({ Id })) },
    }));
    const handles = Array.from({ length: 12 }, (_, index) => `h${index}`);
    const answers = await Promise.all(
      handles.map((handle) => world.ports.receiver.delete("images", handle)),
    );
    expect(answers).toEqual(handles.map(() => ({ ok: true })));
    expect(new Set(world.stub.requests.flatMap(handlesOf))).toEqual(new Set(handles));
    expect(world.calls).toHaveLength(2);
  });

  it("two changes of one message never share a batch", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: { Successful: entriesOf(request).map(({ Id }) => ({ Id })) },
    }));
    await Promise.all(
      ["a", "a", "b"].map((handle, index) =>
        world.ports.receiver.changeVisibility("images", handle, index),
      ),
    );
    expect(world.stub.requests.map(handlesOf).toSorted()).toEqual([["a"], ["a", "b"]]);
  });

  it("one that failed through no fault of its own is tried again after 100, 250 and 500 ms", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) => ({
      body: {
        Successful: entriesOf(request).flatMap(({ Id, ReceiptHandle }) =>
          ReceiptHandle === "bad" ? [] : [{ Id }],
        ),
        Failed: entriesOf(request).flatMap(({ Id, ReceiptHandle }) =>
          ReceiptHandle === "bad" ? [{ Id, Code: "InternalError", SenderFault: false }] : [],
        ),
      },
    }));
    const answers = await Promise.all(
      ["a", "bad"].map((handle) => world.ports.receiver.delete("images", handle)),
    );
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, gone: false, error: { code: "service-error", retryable: true } },
    ]);
    expect(world.stub.requests.map(handlesOf)).toEqual([["a", "bad"], ["bad"], ["bad"], ["bad"]]);
    expect(world.clock.slept).toEqual([100, 250, 500]);
  });
});

describe("a receipt that names nothing any more is gone", () => {
  it.each([
    ["ReceiptHandleIsInvalid", "The input receipt handle is invalid.", true],
    ["MessageNotInflight", "", true],
    ["AWS.SimpleQueueService.MessageNotInflight", "", true],
    [
      "InvalidParameterValue",
      "Value x for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.",
      true,
    ],
    ["InvalidParameterValue", "Message does not exist.", true],
    ["InvalidParameterValueException", "Message does not exist.", true],
    ["InvalidParameterValue", "Not available for visibility timeout change.", true],
    [
      "InvalidParameterValue",
      "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
      false,
    ],
    ["AccessDenied", "receipt handle", false],
  ])("%s (%s): %s", async (code, message, gone) => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({
      body: { Failed: [{ Id: "0", Code: code, Message: message, SenderFault: true }] },
    }));
    const answer = await world.ports.receiver.changeVisibility("images", "h", 5);
    expect(answer).toMatchObject({ ok: false, gone });
  });

  it("also when the whole call is refused for it; the others are served alone", async () => {
    await using world = await stubbedPorts();
    world.stub.answer((request) =>
      handlesOf(request).includes("bad")
        ? awsError("ReceiptHandleIsInvalid", 400, "The input receipt handle is invalid.")
        : { body: { Successful: entriesOf(request).map(({ Id }) => ({ Id })) } },
    );
    const answers = await Promise.all(
      ["a", "bad"].map((handle) => world.ports.receiver.delete("images", handle)),
    );
    expect(answers).toMatchObject([{ ok: true }, { ok: false, gone: true }]);
  });

  it("but not one of a queue that is not known, or not there", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("QueueDoesNotExist"));
    expect(await world.ports.receiver.delete("nope", "h")).toMatchObject({
      ok: false,
      gone: false,
      error: { code: "missing-resource" },
    });
    expect(await world.ports.receiver.delete("images", "h")).toMatchObject({
      ok: false,
      gone: false,
      error: { code: "queue-not-found" },
    });
  });
});
