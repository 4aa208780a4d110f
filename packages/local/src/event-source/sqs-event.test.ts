import { describe, expect, it } from "vitest";
import { toSqsEvent } from "./sqs-event.ts";

describe("a function is told of messages as Lambda tells", () => {
  it("has every field under Lambda's names", () => {
    const message = {
      MessageId: "id",
      ReceiptHandle: "handle",
      Body: "body",
      MD5OfBody: "md5",
      MD5OfMessageAttributes: "md5-attributes",
      Attributes: { ApproximateReceiveCount: "2", MessageGroupId: "tenant" },
      MessageAttributes: {
        text: { DataType: "String", StringValue: "value" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
      },
    };
    const queueArn = "arn:aws:sqs:us-east-1:000000000000:queue";
    const lists = { stringListValues: [], binaryListValues: [] };
    expect(toSqsEvent([message], queueArn)).toEqual({
      Records: [
        {
          messageId: "id",
          receiptHandle: "handle",
          body: "body",
          attributes: { ApproximateReceiveCount: "2", MessageGroupId: "tenant" },
          messageAttributes: {
            text: { stringValue: "value", dataType: "String", ...lists },
            bytes: { binaryValue: "AQID", dataType: "Binary", ...lists },
          },
          md5OfMessageAttributes: "md5-attributes",
          md5OfBody: "md5",
          eventSource: "aws:sqs",
          eventSourceARN: queueArn,
          awsRegion: "us-east-1",
        },
      ],
    });
  });
});
