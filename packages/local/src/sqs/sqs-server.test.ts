import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emulatorClientConfig } from "../account.ts";
import { type SqsServer, startSqsServer } from "./sqs-server.ts";

describe("the emulated SQS keeps what fauxqs alone would lose", { timeout: 30_000 }, () => {
  let server: SqsServer;
  let sqs: SQSClient;
  let QueueUrl: string;
  let queues = 0;
  beforeAll(async () => {
    server = await startSqsServer(undefined);
    sqs = new SQSClient(emulatorClientConfig(server.endpoint));
  }, 30_000);
  beforeEach(async () => {
    queues += 1;
    const answer = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues}` }));
    QueueUrl = answer.QueueUrl!;
  });
  afterAll(async () => {
    sqs.destroy();
    await server.stop();
  });

  const send = (message: Omit<SendMessageCommandInput, "QueueUrl">) =>
    sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
  const receive = async (
    options: Omit<ReceiveMessageCommandInput, "QueueUrl"> = {
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    },
  ): Promise<Message> => {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }));
    return Messages![0]!;
  };

  it("returns the message group of a standard queue", async () => {
    await send({ MessageBody: "body", MessageGroupId: "tenant-1" });
    const message = await receive();
    expect(message.Attributes).toMatchObject({
      MessageGroupId: "tenant-1",
      ApproximateReceiveCount: "1",
    });
    expect(message).not.toHaveProperty("MessageAttributes");
    expect(message).not.toHaveProperty("MD5OfMessageAttributes");
  });

  it("returns message group and trace header of each message of a batch", async () => {
    const trace = { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" };
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "a", MessageBody: "a", MessageGroupId: "tenant-1" },
          { Id: "b", MessageBody: "b", MessageSystemAttributes: { AWSTraceHeader: trace } },
        ],
      }),
    );
    const [first, second] = [await receive(), await receive()];
    expect(first.Attributes).toMatchObject({ MessageGroupId: "tenant-1" });
    expect(second.Attributes).toMatchObject({ AWSTraceHeader: trace.StringValue });
    expect(second.Attributes).not.toHaveProperty("MessageGroupId");
  });

  it("returns message attributes and the group beside each other", async () => {
    const reason = { DataType: "String", StringValue: "poison" };
    await send({ MessageBody: "b", MessageGroupId: "t", MessageAttributes: { reason } });
    const message = await receive({
      MessageSystemAttributeNames: ["MessageGroupId"],
      MessageAttributeNames: ["reason"],
    });
    expect(message.Attributes).toEqual({ MessageGroupId: "t" });
    expect(message.MessageAttributes).toEqual({ reason });
  });

  it("returns attributes only to those who ask", async () => {
    const reason = { DataType: "String", StringValue: "poison" };
    await send({ MessageBody: "body", MessageGroupId: "t", MessageAttributes: { reason } });
    const message = await receive({});
    expect(message).not.toHaveProperty("Attributes");
    expect(message).not.toHaveProperty("MessageAttributes");
  });

  it("takes characters outside the basic plane, and refuses lone surrogates and control characters", async () => {
    await send({ MessageBody: "a 🚀 b" });
    expect((await receive()).Body).toBe("a 🚀 b");
    await expect(send({ MessageBody: "a \u0007" })).rejects.toThrow("Invalid characters found");
  });

  it("refuses to change the visibility of a message whose visibility has ended", async () => {
    await send({ MessageBody: "body" });
    const { ReceiptHandle } = await receive({ VisibilityTimeout: 0 });
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle,
      VisibilityTimeout: 10,
    });
    await expect(sqs.send(change)).rejects.toMatchObject({ name: "MessageNotInflight" });
  });

  it("counts a message as visible as soon as its visibility has ended", async () => {
    await send({ MessageBody: "body" });
    await receive({ VisibilityTimeout: 0 });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "0",
    });
  });

  it("leaves what is sent after a long poll was cut to the next receive", async () => {
    const cut = new AbortController();
    const request = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const polled = sqs.send(request, { abortSignal: cut.signal });
    const ended = expect(polled).rejects.toMatchObject({ name: "AbortError" });
    await receive({ WaitTimeSeconds: 1 }).catch(() => undefined);
    cut.abort();
    await ended;
    await send({ MessageBody: "for the living" });
    const message = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(message).toMatchObject({
      Body: "for the living",
      Attributes: { ApproximateReceiveCount: "1" },
    });
  });

  it("ends long polls on request, and they take no message along", async () => {
    const polled = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    let answered = false;
    void polled.finally(() => {
      answered = true;
    });
    await expect
      .poll(
        () => {
          server.endLongPolls();
          return answered;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect((await polled).Messages).toBeUndefined();
    await send({ MessageBody: "still here" });
    expect((await receive()).Body).toBe("still here");
  });
});
