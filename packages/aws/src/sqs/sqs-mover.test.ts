import { describe, expect, it } from "vitest";
import { awsError, type StubAnswer } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

const ARN = "arn:aws:sqs:eu-central-1:1";

/** Answers calls by name; `entry` is what the list of moves shows. */
const answers =
  (entry: object | undefined, other: StubAnswer = { body: { TaskHandle: "handle-1" } }) =>
  ({ operation }: { readonly operation: string }): StubAnswer =>
    operation === "ListMessageMoveTasks"
      ? { body: { Results: entry === undefined ? [] : [entry] } }
      : other;

describe("a move of messages is SQS's own task", () => {
  it("from one queue to a named other, at a rate", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(answers({ Status: "COMPLETED" }));
    const { mover } = world.ports;
    expect(await mover.start("images-dlq", "images", 7)).toBe("started");
    expect(await mover.start("images-dlq", "images", undefined)).toBe("started");
    const starts = world.stub.requests.filter(({ operation }) => operation.startsWith("Start"));
    const { queues } = world.stub.resources;
    const named = {
      SourceArn: queues["images-dlq"]?.arn,
      DestinationArn: queues["images"]?.arn,
    };
    expect(named.SourceArn).toContain("arn:");
    expect(starts.map(({ body }) => body)).toEqual([
      { ...named, MaxNumberOfMessagesPerSecond: 7 },
      named,
    ]);
  });

  it("is not started beside another", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(answers({ Status: "RUNNING", TaskHandle: "h" }));
    await expect(world.ports.mover.start("images-dlq", "images", undefined)).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("already"),
    });
    expect(world.stub.requests.map(({ operation }) => operation)).toEqual(["ListMessageMoveTasks"]);
  });

  it("tells its progress, and where it goes", async () => {
    await using world = await stubbedPorts();
    const { queues } = world.stub.resources;
    const entry = {
      Status: "FAILED",
      DestinationArn: queues["images"]?.arn,
      ApproximateNumberOfMessagesMoved: 3,
      ApproximateNumberOfMessagesToMove: 9,
      FailureReason: "CouldNotDetermineMessageSource",
    };
    world.stub.answer(answers(entry));
    expect(await world.ports.mover.newest("images-dlq")).toEqual({
      kind: "move",
      progress: {
        state: "failed",
        moved: 3,
        toMove: 9,
        to: "images",
        failure: "CouldNotDetermineMessageSource",
      },
    });
    world.stub.answer(answers({ Status: "RUNNING", DestinationArn: `${ARN}:elsewhere` }));
    expect(await world.ports.mover.newest("images-dlq")).toMatchObject({
      progress: { state: "running", moved: 0, to: undefined },
    });
    world.stub.answer(answers(undefined));
    expect(await world.ports.mover.newest("images-dlq")).toEqual({ kind: "none" });
  });

  it("is cancelled by its handle; where none is under way that is done", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(answers({ Status: "RUNNING", TaskHandle: "handle-1" }));
    await world.ports.mover.cancel("images-dlq");
    expect(world.stub.requests.at(-1)).toMatchObject({
      operation: "CancelMessageMoveTask",
      body: { TaskHandle: "handle-1" },
    });
    world.stub.answer(answers({ Status: "COMPLETED" }));
    await world.ports.mover.cancel("images-dlq");
    expect(world.stub.requests.at(-1)).toMatchObject({ operation: "ListMessageMoveTasks" });
  });
});

describe("an SQS that knows no moves", () => {
  it.each(["InvalidAction", "UnsupportedOperation", "UnknownOperationException"])(
    "and says %s is told from one that refuses",
    async (code) => {
      await using world = await stubbedPorts();
      world.stub.answer(() => awsError(code));
      const { mover } = world.ports;
      expect(await mover.newest("images-dlq")).toEqual({ kind: "unsupported" });
      expect(await mover.start("images-dlq", "images", undefined)).toBe("unsupported");
      await mover.cancel("images-dlq");
      world.stub.answer(() => awsError("AccessDenied", 403));
      await expect(mover.newest("images-dlq")).rejects.toMatchObject({ code: "access-denied" });
      await expect(mover.start("images-dlq", "images", undefined)).rejects.toMatchObject({
        code: "access-denied",
      });
    },
  );
});
