import { describe, expect, it } from "vitest";
import { awsError } from "../testing/stub-server.ts";
import { stubbedPorts } from "../testing/stubbed-ports.ts";

describe("a queue's depth is what SQS approximates", () => {
  it("by kind", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => ({
      body: {
        Attributes: {
          ApproximateNumberOfMessages: "3",
          ApproximateNumberOfMessagesNotVisible: "2",
          ApproximateNumberOfMessagesDelayed: "1",
        },
      },
    }));
    expect(await world.ports.queueDepth("images")).toEqual({ visible: 3, inFlight: 2, delayed: 1 });
  });

  it("or an error that names the queue", async () => {
    await using world = await stubbedPorts();
    world.stub.answer(() => awsError("QueueDoesNotExist"));
    await expect(world.ports.queueDepth("images")).rejects.toMatchObject({
      code: "queue-not-found",
      message: expect.stringContaining('queue "images"'),
    });
    await expect(world.ports.queueDepth("nope")).rejects.toMatchObject({
      code: "missing-resource",
    });
  });
});
