import { defineApp, fargate, lambda, type QueueResource, topology } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { bucketSettings } from "./bucket-settings.ts";
import { deadLetterQueueSettings, queueSettings } from "./queue-settings.ts";
import { redriveAllowPolicy, redrivePolicy } from "./redrive-policies.ts";
import { removalSettings } from "./removal-settings.ts";
import { secureTransportPolicy } from "./secure-transport.ts";
import { tableSettings } from "./table-settings.ts";

const described = topology(
  defineApp({
    name: "shop",
    tasks: [],
    queues: {
      quick: lambda({ timeout: "90s", window: "5s" }),
      video: fargate({ lease: "45s", retention: "14d" }),
    },
  }),
);
const [quick, video] = described.queues as [QueueResource, QueueResource];
const ARN = "arn:aws:sqs:eu-west-1:123456789012:quick";

describe("a queue is made as the topology says", () => {
  it("with its retention and visibility, the longest poll, the largest message and encryption", () => {
    const common = {
      receiveWaitTimeSeconds: 20,
      maxMessageSize: 1_048_576,
      sqsManagedSseEnabled: true,
    };
    expect(queueSettings(quick)).toEqual({
      messageRetentionSeconds: 604_800,
      visibilityTimeoutSeconds: 6 * 90 + 5,
      ...common,
    });
    expect(queueSettings(video)).toEqual({
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 45,
      ...common,
    });
    expect(deadLetterQueueSettings(quick)).toEqual({
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 60,
      ...common,
    });
  });

  it("its dead-letter queue takes from it alone", () => {
    expect(JSON.parse(redrivePolicy(quick, `${ARN}-dlq`))).toEqual({
      deadLetterTargetArn: `${ARN}-dlq`,
      maxReceiveCount: 50,
    });
    expect(JSON.parse(redriveAllowPolicy(ARN))).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [ARN],
    });
  });
});

describe("what is not sent by TLS is refused", () => {
  it.each([
    ["sqs", [ARN]],
    ["s3", ["arn:aws:s3:::payloads", "arn:aws:s3:::payloads/*"]],
  ] as const)("%s", (service, arns) => {
    expect(JSON.parse(secureTransportPolicy(service, arns))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: `${service}:*`,
          Resource: arns,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});

describe("table and bucket are made as the topology says", () => {
  it("the table on demand, with TTL and no index", () => {
    const choices = { pointInTimeRecovery: false, deletionProtection: true };
    expect(tableSettings(described.table, choices)).toEqual({
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      hashKey: "pk",
      rangeKey: "sk",
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "ttl", enabled: true },
      pointInTimeRecovery: { enabled: false },
      deletionProtectionEnabled: true,
    });
    const recoverable = { pointInTimeRecovery: true, deletionProtection: false };
    expect(tableSettings(described.table, recoverable)).toMatchObject({
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: false,
    });
  });

  it("the bucket private, encrypted, and emptied in time", () => {
    const { lifecycleRules, publicAccessBlock, encryptionRules } = bucketSettings(described.bucket);
    expect(lifecycleRules).toEqual([
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 60 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ]);
    expect(Object.values(publicAccessBlock)).toEqual([true, true, true, true]);
    expect(encryptionRules).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
  });

  it("and kept unless the stage is one to be removed", () => {
    const kept = { deletionProtection: true, forceDestroy: false };
    expect(removalSettings("remove")).toEqual({ deletionProtection: false, forceDestroy: true });
    expect(removalSettings("retain")).toEqual(kept);
    expect(removalSettings("retain-all")).toEqual(kept);
  });
});
