import { describe, expect, it } from "vitest";
import { queueSettings } from "./queue-settings.ts";

describe("a queue's attributes", () => {
  it("are read as SQS gives them: all of them texts", () => {
    expect(
      queueSettings({
        VisibilityTimeout: "360",
        MessageRetentionPeriod: "604800",
        DelaySeconds: "0",
        MaximumMessageSize: "1048576",
        SqsManagedSseEnabled: "true",
        RedrivePolicy: '{"deadLetterTargetArn":"arn:dlq","maxReceiveCount":50}',
        RedriveAllowPolicy: '{"redrivePermission":"byQueue","sourceQueueArns":["arn:a","arn:b"]}',
        Policy: '{"Statement":[]}',
      }),
    ).toEqual({
      visibilityTimeoutSeconds: 360,
      retentionSeconds: 604_800,
      delaySeconds: 0,
      maximumMessageBytes: 1_048_576,
      encrypted: true,
      redrive: { deadLetterArn: "arn:dlq", maxReceiveCount: 50 },
      redriveAllow: { permission: "byQueue", sourceArns: ["arn:a", "arn:b"] },
      policy: { Statement: [] },
    });
  });

  it("that are not there are not known", () => {
    expect(queueSettings({})).toEqual({});
    expect(queueSettings({ VisibilityTimeout: "soon", Policy: "", RedrivePolicy: "" })).toEqual({});
  });

  it.each([
    [{ SqsManagedSseEnabled: "false" }, false],
    [{ SqsManagedSseEnabled: "false", KmsMasterKeyId: "alias/aws/sqs" }, true],
    [{ KmsMasterKeyId: "" }, undefined],
  ])("say of encryption, by %j: %s", (attributes, encrypted) => {
    expect(queueSettings(attributes).encrypted).toBe(encrypted);
  });

  it("may hold a count as a text, as the console writes it", () => {
    const RedrivePolicy = '{"deadLetterTargetArn":"arn:dlq","maxReceiveCount":"5"}';
    expect(queueSettings({ RedrivePolicy }).redrive?.maxReceiveCount).toBe(5);
  });

  it("may deny any redrive, with no list of queues", () => {
    const RedriveAllowPolicy = '{"redrivePermission":"denyAll"}';
    expect(queueSettings({ RedriveAllowPolicy }).redriveAllow).toEqual({
      permission: "denyAll",
      sourceArns: [],
    });
  });
});
