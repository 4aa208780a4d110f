import { describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { CHECK_LIST } from "./check-list.ts";
import { diagnose } from "./diagnose.ts";
import { found, healthyCase, mapping } from "./healthy-case.ts";
import {
  bucket,
  changed,
  consumer,
  deployed,
  mapped,
  mappings,
  queue,
  schedule,
  settings,
  table,
  worker,
} from "./planted-case.ts";

const MISSING = { kind: "missing" } as const;

const redrive = (change: object) => ({
  redrive: {
    deadLetterArn: "arn:aws:sqs:eu-central-1:111122223333:shop-default-dlq",
    maxReceiveCount: 50,
    ...change,
  },
});
const OPEN = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:SendMessage" };
const withOpen = (policy: unknown) => ({
  ...(policy as object),
  Statement: [OPEN, ...(policy as { readonly Statement: readonly object[] }).Statement],
});
const healthyPolicy = () => {
  const reading = healthyCase().deployment.queues["default"]?.settings;
  return reading?.kind === "found" ? reading.value.policy : undefined;
};

/** One fault for each check, and what is said of it. */
const FAULTS: Readonly<Record<string, readonly [Case, found: string, expected: string]>> = {
  "queue-missing": [queue("default", () => ({ settings: MISSING })), "no queue", "topology"],
  "queue-visibility-under-timeout": [
    settings("default", { visibilityTimeoutSeconds: 59 }),
    "VisibilityTimeout 59 s for a function of at most 60 s",
    "360 s",
  ],
  "queue-visibility-short": [
    settings("default", { visibilityTimeoutSeconds: 60 }),
    "VisibilityTimeout 60 s for a function of at most 60 s",
    "360 s",
  ],
  "queue-visibility-long": [
    settings("video", { visibilityTimeoutSeconds: 31 }),
    "VisibilityTimeout 31 s",
    "30 s",
  ],
  "queue-retention-short": [
    settings("default", { retentionSeconds: 604_799 }),
    "MessageRetentionPeriod 604799 s",
    "604800 s",
  ],
  "queue-retention-long": [
    settings("default", { retentionSeconds: 604_801 }),
    "MessageRetentionPeriod 604801 s",
    "604800 s",
  ],
  "queue-redrive-missing": [
    settings("default", { redrive: undefined }),
    "no redrive policy",
    "after 50 receives to arn:aws:sqs:eu-central-1:111122223333:shop-default-dlq",
  ],
  "queue-redrive-elsewhere": [
    settings("default", redrive({ deadLetterArn: "arn:aws:sqs:eu-central-1:1:shop-video-dlq" })),
    "dead letters to arn:aws:sqs:eu-central-1:1:shop-video-dlq",
    "shop-default-dlq",
  ],
  "queue-receives-few": [
    settings("default", redrive({ maxReceiveCount: 3 })),
    "maxReceiveCount 3",
    "after 50 receives",
  ],
  "queue-receives-many": [
    settings("default", redrive({ maxReceiveCount: 51 })),
    "maxReceiveCount 51",
    "after 50 receives",
  ],
  "queue-delay": [settings("default", { delaySeconds: 5 }), "DelaySeconds 5", "DelaySeconds 0"],
  "queue-unencrypted": [
    settings("default-dlq", { encrypted: false }),
    "no server-side encryption",
    "SSE-SQS or SSE-KMS",
  ],
  "queue-plain-http": [
    settings("default", { policy: undefined }),
    "no TLS-only policy",
    "aws:SecureTransport",
  ],
  "queue-public": [
    settings("default", { policy: withOpen(healthyPolicy()) }),
    '1 of the policy\'s statements allow Principal "*" on no condition',
    "none",
  ],
  "queue-message-size": [
    settings("default", { maximumMessageBytes: 262_144 }),
    "MaximumMessageSize 262144 bytes",
    "1048576 bytes",
  ],
  "dead-letter-queue-missing": [
    queue("video-dlq", () => ({ settings: MISSING })),
    "no queue",
    "topology",
  ],
  "dead-letter-retention-short": [
    settings("default-dlq", { retentionSeconds: 345_600 }),
    "MessageRetentionPeriod 345600 s, less than the queue's own",
    "1209600 s",
  ],
  "dead-letter-redrive-open": [
    settings("default-dlq", { redriveAllow: undefined }),
    "allowAll",
    "byQueue arn:aws:sqs:eu-central-1:111122223333:shop-default",
  ],
  "queue-orphaned": [
    (() => {
      const healthy = healthyCase();
      const extra = { url: "https://sqs/old", arn: "arn:aws:sqs:eu-central-1:1:old" };
      const { queues } = healthy.resources;
      return { ...healthy, resources: { ...healthy.resources, queues: { ...queues, old: extra } } };
    })(),
    "a queue that the app does not have",
    "no such queue",
  ],
  "consumer-missing": [mappings("default"), "no event source mapping", "one"],
  "consumer-twice": [
    mappings("default", mapping(), { ...mapping(), id: "2" }),
    "shop-default and arn",
    "one event source mapping",
  ],
  "consumer-unexpected": [
    mappings("video", mapping()),
    "consumed by arn:aws:lambda",
    "no event source mapping",
  ],
  "mapping-disabled": [mapped({ state: "Disabled" }), "state Disabled", "state Enabled"],
  "mapping-whole-batches": [
    mapped({ reportsBatchItemFailures: false }),
    "without ReportBatchItemFailures",
    "ReportBatchItemFailures",
  ],
  "mapping-filters": [mapped({ filters: 2 }), "2 filters", "no filter"],
  "mapping-batch-size": [mapped({ batchSize: 1 }), "BatchSize 1", "10"],
  "mapping-batch-window": [
    mapped({ batchWindowSeconds: 5 }),
    "MaximumBatchingWindowInSeconds 5",
    "0",
  ],
  "mapping-concurrency": [mapped({ maximumConcurrency: 4 }), "MaximumConcurrency 4", "5"],
  "dead-letter-consumed": [
    mappings("default-dlq", mapping()),
    "consumed by arn:aws:lambda:eu-central-1:111122223333:function:shop-default",
    "no consumer",
  ],
  "function-missing": [consumer({ settings: MISSING }), "no function", "the function"],
  "function-timeout": [
    consumer({ settings: found({ timeoutSeconds: 30, memoryMb: 1024 }) }),
    "Timeout 30 s",
    "60 s",
  ],
  "function-memory": [
    consumer({ settings: found({ timeoutSeconds: 60, memoryMb: 128 }) }),
    "MemorySize 128 MB",
    "1024 MB",
  ],
  "function-reserved-low": [
    consumer({ reservedConcurrency: found(4) }),
    "4 reserved for mappings of 5 maximum",
    "5 or more",
  ],
  "function-reserved-concurrency": [
    consumer({ reservedConcurrency: found(undefined) }),
    "none reserved",
    "10",
  ],
  "function-recursion": [
    consumer({ recursiveLoop: found("Terminate") }),
    "RecursiveLoop Terminate",
    "Allow",
  ],
  "worker-missing": [worker({ queues: ["other"] }), "no service", "CELERIAC_QUEUES=video"],
  "worker-inactive": [worker({ active: false }), "draining or inactive", "ACTIVE"],
  "worker-stop-timeout": [worker({ stopTimeoutSeconds: 30 }), "stopTimeout 30 s", "100 s"],
  "worker-count": [worker({ desiredCount: 0 }), "desiredCount 0", "1 to 4"],
  "worker-size": [worker({ memoryMb: 512 }), "1024 CPU units, 512 MB", "1024 CPU units, 2048 MB"],
  "table-missing": [table({ settings: MISSING, ttlAttribute: MISSING }), "no table", "topology"],
  "table-keys": [
    table({ settings: found({ keys: [{ name: "pk", type: "S" }], onDemand: true }) }),
    "pk (S)",
    "pk (S), sk (S)",
  ],
  "table-billing": [
    deployed((deployment) => ({
      table: {
        ...deployment.table,
        settings: changed(deployment.table.settings, { onDemand: false }),
      },
    })),
    "provisioned capacity",
    "PAY_PER_REQUEST",
  ],
  "table-ttl": [table({ ttlAttribute: found(undefined) }), "TTL off", 'TTL on "ttl"'],
  "bucket-missing": [
    bucket({
      expirations: MISSING,
      publicAccessBlocked: MISSING,
      encrypted: MISSING,
      policy: MISSING,
    }),
    "no bucket",
    "topology",
  ],
  "bucket-expiration-short": [
    bucket({
      expirations: found([
        { days: 60, everyObject: true },
        { days: 7, everyObject: false },
      ]),
    }),
    "expiration after 7 days",
    "every object after 60 days",
  ],
  "bucket-expiration-missing": [
    bucket({ expirations: found([{ days: 60, everyObject: false }]) }),
    "no expiration of every object",
    "every object after 60 days",
  ],
  "bucket-expiration-long": [
    bucket({ expirations: found([{ days: 61, everyObject: true }]) }),
    "expiration after 61 days",
    "every object after 60 days",
  ],
  "bucket-public": [bucket({ publicAccessBlocked: found(false) }), "not all four", "all four"],
  "bucket-unencrypted": [bucket({ encrypted: found(false) }), "no default encryption", "SSE-S3"],
  "bucket-plain-http": [bucket({ policy: found(undefined) }), "no TLS-only policy", "Deny of s3:*"],
  "schedule-group-missing": [
    deployed(() => ({ scheduleGroup: MISSING })),
    "no group",
    "the group of the topology",
  ],
  "scheduler-role-missing": [deployed(() => ({ schedulerRole: MISSING })), "no role", "the role"],
  "scheduler-role-trust": [
    deployed(() => ({
      schedulerRole: found({
        trustPolicy: {
          Statement: {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: ["lambda.amazonaws.com"] },
          },
        },
      }),
    })),
    "without scheduler.amazonaws.com",
    "sts:AssumeRole",
  ],
  "schedule-missing": [
    deployed(() => ({ schedules: { nightly: MISSING } })),
    "no schedule",
    "topology",
  ],
  "schedule-disabled": [schedule({ enabled: false }), "DISABLED", "ENABLED"],
  "schedule-enabled": [
    (() => {
      const healthy = healthyCase();
      const schedules = healthy.topology.schedules.map((each) => ({ ...each, enabled: false }));
      return { ...healthy, topology: { ...healthy.topology, schedules } };
    })(),
    "ENABLED",
    "DISABLED",
  ],
  "schedule-expression": [schedule({ expression: "rate(1 day)" }), "rate(1 day)", "cron(0 3 "],
  "schedule-timezone": [schedule({ timezone: "Europe/London" }), "Europe/London", "UTC"],
  "schedule-window": [schedule({ flexibleWindowMinutes: undefined }), "OFF", "15 minutes"],
  "schedule-target": [
    schedule({ roleArn: "arn:aws:iam::111122223333:role/other" }),
    "role/other",
    "role/shop-scheduler",
  ],
  "schedule-message": [
    deployed(({ schedules }) => {
      const { nightly } = schedules;
      const input = nightly?.kind === "found" ? nightly.value.input : "";
      const send = JSON.parse(input) as { readonly QueueUrl: string };
      return {
        schedules: {
          nightly: changed(nightly, { input: JSON.stringify({ ...send, MessageBody: "{}" }) }),
        },
      };
    }),
    "another MessageBody",
    "the topology's",
  ],
  "schedule-dead-letters": [
    schedule({ deadLetterArn: undefined }),
    "no dead-letter queue",
    "shop-default-dlq",
  ],
};

describe("each fault", () => {
  it.each(CHECK_LIST)("$id is found, alone, with what to do", ({ id, severity }) => {
    const fault = FAULTS[id];
    if (fault === undefined) throw new Error(`no fault is planted for ${id}`);
    const [planted, foundText, expectedText] = fault;
    const { findings, notChecked } = diagnose(planted);
    expect({ ids: findings.map((finding) => finding.id), notChecked }).toEqual({
      ids: [id],
      notChecked: [],
    });
    const [finding] = findings;
    expect(finding).toMatchObject({ severity });
    expect(finding?.found).toContain(foundText);
    expect(finding?.expected).toContain(expectedText);
    expect(finding?.fix.text).not.toBe("");
  });
});

describe("each fix", () => {
  it("is reviewed where it changes", async () => {
    const fixes = CHECK_LIST.map(({ id }) => {
      const [planted] = FAULTS[id] ?? [healthyCase()];
      const [finding] = diagnose(planted).findings;
      const { text, call } = finding?.fix ?? { text: "" };
      if (call === undefined) return `${id}\n  ${text}\n`;
      return `${id}\n  ${text}\n  ${call.service} ${call.operation} ${JSON.stringify(call.input)}\n`;
    });
    await expect(fixes.join("")).toMatchFileSnapshot("each-fix.txt");
  });
});

describe("the ids of checks", () => {
  it("are each one check's", () => {
    const ids = CHECK_LIST.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(new Set(Object.keys(FAULTS))).toEqual(new Set(ids));
  });
});
