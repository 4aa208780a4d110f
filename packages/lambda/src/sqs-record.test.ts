import type { SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { toReceivedMessage } from "./sqs-record.ts";

const record: SQSRecord = {
  messageId: "id-1",
  receiptHandle: "handle-1",
  body: "{}",
  attributes: {
    ApproximateReceiveCount: "3",
    SentTimestamp: "1767225600123",
    SenderId: "someone",
    ApproximateFirstReceiveTimestamp: "1767225600456",
    MessageGroupId: "tenant-a",
    AWSTraceHeader: "Root=1-2-3",
  },
  messageAttributes: {
    reason: {
      stringValue: "rejected",
      dataType: "String",
      stringListValues: [],
      binaryListValues: [],
    },
    count: { stringValue: "7", dataType: "Number" },
    blob: { binaryValue: "AAAA", dataType: "Binary" },
  },
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-1:000000000000:default",
  awsRegion: "eu-west-1",
};

const withSystem = (system: object): unknown => ({
  ...record,
  attributes: { ...record.attributes, ...system },
});

describe("a record of SQS becomes a received message", () => {
  it("carries everything that the engine decides by", () => {
    expect(toReceivedMessage(record)).toEqual({
      messageId: "id-1",
      receiptHandle: "handle-1",
      body: "{}",
      receiveCount: 3,
      sentAt: 1_767_225_600_123,
      group: "tenant-a",
      attributes: { reason: "rejected" },
      traceHeader: "Root=1-2-3",
    });
  });

  it("leaves out what is not there", () => {
    const { MessageGroupId, AWSTraceHeader, ...attributes } = record.attributes;
    const message = toReceivedMessage({ ...record, attributes, messageAttributes: {} });
    expect(message).toMatchObject({
      group: undefined,
      attributes: undefined,
      traceHeader: undefined,
    });
  });

  it("takes an empty body: the engine refuses it with a reason", () => {
    expect(toReceivedMessage({ ...record, body: "" })).toMatchObject({ body: "" });
  });
});

describe("what is no record of SQS becomes no message", () => {
  it.each([
    ["another source", { ...record, eventSource: "aws:kinesis" }],
    ["no message id", { ...record, messageId: "" }],
    ["no receipt handle", { ...record, receiptHandle: "" }],
    ["no body", { ...record, body: undefined }],
    ["no attributes", { ...record, attributes: undefined }],
    [
      "a receive count that is no number",
      { ...record, attributes: { ...record.attributes, ApproximateReceiveCount: "x" } },
    ],
    [
      "no sending time",
      { ...record, attributes: { ...record.attributes, SentTimestamp: undefined } },
    ],
    ["a receive count in hex", withSystem({ ApproximateReceiveCount: "0x10" })],
    ["a receive count below nothing", withSystem({ ApproximateReceiveCount: "-1" })],
    ["a sending time beyond all time", withSystem({ SentTimestamp: "1e400" })],
    ["a receive count that is no text", withSystem({ ApproximateReceiveCount: { toString: 1 } })],
    ["nothing at all", null],
    ["a text", "record"],
    ["attributes that are null", { ...record, attributes: null }],
    ["a message id that is an object", { ...record, messageId: { toString: 1 } }],
  ])("%s", (_what, broken) => {
    expect(toReceivedMessage(broken)).toBeUndefined();
  });

  it("passes over message attributes that are none of SQS's", () => {
    const messageAttributes = { a: null, b: 5, c: {}, d: { dataType: 1, stringValue: "x" } };
    expect(toReceivedMessage({ ...record, messageAttributes })?.attributes).toBeUndefined();
    expect(toReceivedMessage({ ...record, messageAttributes: null })?.attributes).toBeUndefined();
    const hostile = withSystem({ MessageGroupId: {}, AWSTraceHeader: 7 });
    expect(toReceivedMessage(hostile)).toMatchObject({ group: undefined, traceHeader: undefined });
  });
});
