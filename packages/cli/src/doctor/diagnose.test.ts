import { type DeployedFunction, encodeEnvelope } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { CHECK_LIST } from "./check-list.ts";
import { diagnose } from "./diagnose.ts";
import { found, healthyCase, mapping } from "./healthy-case.ts";
import { bucket, consumer, deployed, mapped, schedule, settings, table } from "./planted-case.ts";

describe("a healthy deployment", () => {
  it("has no finding, and every check was made", () => {
    const { findings, notChecked, checked } = diagnose(healthyCase());
    expect({ findings, notChecked }).toEqual({ findings: [], notChecked: [] });
    // Two queues and two dead-letter queues; all but what is about workers and orphans at least once.
    expect(checked).toBeGreaterThan(CHECK_LIST.length);
  });
});

describe("what could not be read", () => {
  it("is never healthy: no check of it was made, and each is named with the reason", () => {
    const unread = { kind: "unread", why: "access denied" } as const;
    const unreadQueue = { settings: unread, mappings: unread };
    const names = ["default", "default-dlq", "video", "video-dlq"];
    const { findings, notChecked, checked } = diagnose(
      deployed(() => ({
        queues: Object.fromEntries(names.map((name) => [name, unreadQueue])),
        queueNames: unread,
        table: { settings: unread, ttlAttribute: unread },
        bucket: {
          expirations: unread,
          publicAccessBlocked: unread,
          encrypted: unread,
          policy: unread,
        },
        scheduleGroup: unread,
        schedulerRole: unread,
        schedules: { nightly: unread },
        workers: unread,
      })),
    );
    expect({ findings, checked }).toEqual({ findings: [], checked: 0 });
    expect(notChecked.every(({ why }) => why === "access denied")).toBe(true);
    // Workers' queues have no mapping to judge.
    expect(notChecked.filter(({ checks }) => checks.includes("mapping-disabled"))).toMatchObject([
      { subject: { name: "default" } },
    ]);
    const skipped = new Set(notChecked.flatMap(({ checks }) => checks));
    const made = CHECK_LIST.map(({ id }) => id).filter((id) => !skipped.has(id));
    // No function is known without a mapping.
    expect(made.filter((id) => !id.startsWith("function-"))).toEqual([]);
  });

  it("of a function leaves its mapping judged", () => {
    const unread = { kind: "unread", why: "no right" } as const;
    const { findings, notChecked } = diagnose(
      consumer({ settings: unread, reservedConcurrency: unread, recursiveLoop: unread }),
    );
    expect(findings).toEqual([]);
    expect(notChecked.flatMap(({ checks }) => checks)).toEqual([
      "function-missing",
      "function-timeout",
      "function-memory",
      "function-reserved-low",
      "function-reserved-concurrency",
      "function-recursion",
    ]);
  });

  it.each([
    ["visibilityTimeoutSeconds", "VisibilityTimeout", 3],
    ["retentionSeconds", "MessageRetentionPeriod", 2],
    ["delaySeconds", "DelaySeconds", 1],
    ["maximumMessageBytes", "MaximumMessageSize", 1],
    ["encrypted", "SqsManagedSseEnabled", 1],
  ] as const)("%s, where the answer does not hold it, is not checked", (field, name, count) => {
    const { findings, notChecked } = diagnose(settings("default", { [field]: undefined }));
    expect(findings).toEqual([]);
    const whys = notChecked.map(({ why }) => why);
    expect(whys).toEqual(Array.from({ length: count }, () => `the answer holds no ${name}`));
  });
});

describe("a function that several queues share", () => {
  const shared = (change: Partial<DeployedFunction>): Case => {
    const { topology, resources, deployment, cluster } = healthyCase();
    const [first] = topology.queues;
    const queueResource = first && { ...first, name: "mail", deadLetterQueue: "mail-dlq" };
    const location = { url: "https://sqs/mail", arn: "arn:aws:sqs:eu-central-1:1:mail" };
    const queues = deployment.queues;
    const using = { ...mapping(), consumer: { ...mapping().consumer, ...change } };
    const before = queues["default"];
    if (queueResource === undefined || before === undefined) throw new Error("no queue");
    return {
      topology: { ...topology, queues: [queueResource, ...topology.queues] },
      resources: { ...resources, queues: { ...resources.queues, mail: location } },
      cluster,
      deployment: {
        ...deployment,
        queues: {
          ...queues,
          mail: { ...before, mappings: found([using]) },
          default: { ...before, mappings: found([using]) },
        },
      },
    };
  };
  const ofFunction = (subject: Case) =>
    diagnose(subject).findings.filter(({ subject: { kind } }) => kind === "function");

  it("is judged once, and may reserve what its queues do together", () => {
    expect(ofFunction(shared({ reservedConcurrency: found(20) }))).toEqual([]);
  });

  it("is made for the one that wants most", () => {
    const subject = shared({ reservedConcurrency: found(20) });
    const [mail, ...others] = subject.topology.queues;
    if (mail?.consumer.kind !== "lambda") throw new Error("the first queue is Lambda's");
    const slow = { ...mail, consumer: { ...mail.consumer, timeoutSeconds: 300, memoryMb: 128 } };
    const found300 = ofFunction({
      ...subject,
      topology: { ...subject.topology, queues: [slow, ...others] },
    });
    expect(found300).toMatchObject([{ id: "function-timeout", expected: "300 s" }]);
  });

  it("must reserve as much as its mappings may start together", () => {
    expect(ofFunction(shared({ reservedConcurrency: found(9) }))).toMatchObject([
      {
        id: "function-reserved-low",
        subject: { name: "mail, default" },
        found: "9 reserved for mappings of 10 maximum",
      },
    ]);
  });
});

describe("a function's concurrency", () => {
  const idsOf = (subject: Case) => diagnose(subject).findings.map(({ id }) => id);
  const unlimited = (reserved: number | undefined): Case =>
    mapped({
      maximumConcurrency: undefined,
      consumer: { ...mapping().consumer, reservedConcurrency: found(reserved) },
    });

  it("that covers its mappings and is not the topology's has drifted", () => {
    for (const reserved of [5, 9, 11]) {
      expect(idsOf(consumer({ reservedConcurrency: found(reserved) }))).toEqual([
        "function-reserved-concurrency",
      ]);
    }
  });

  it("may not be reserved where a mapping has no maximum", () => {
    const { findings } = diagnose(unlimited(10));
    expect(findings.map(({ id }) => id)).toEqual(["mapping-concurrency", "function-reserved-low"]);
    expect(findings[1]?.fix.call?.operation).toBe("DeleteFunctionConcurrency");
    expect(idsOf(unlimited(undefined))).toEqual([
      "mapping-concurrency",
      "function-reserved-concurrency",
    ]);
  });

  it("is changed of the function as a whole, whatever alias is mapped", () => {
    const functionArn = `${mapping().functionArn}:live`;
    const { findings } = diagnose(
      mapped({
        functionArn,
        consumer: { ...mapping().consumer, recursiveLoop: found("Terminate") },
      }),
    );
    expect(findings).toMatchObject([
      {
        subject: { location: functionArn },
        fix: { call: { input: { FunctionName: mapping().functionArn } } },
      },
    ]);
  });

  it("is put right at once: for its mappings and for the topology", () => {
    const { findings } = diagnose(consumer({ reservedConcurrency: found(4) }));
    expect(findings[0]?.fix.call?.input).toMatchObject({ ReservedConcurrentExecutions: 10 });
  });
});

describe("a redrive allow policy", () => {
  const own = "arn:aws:sqs:eu-central-1:111122223333:shop-default";

  it.each([
    ["of any queue", { permission: "allowAll", sourceArns: [] }],
    ["of none", { permission: "denyAll", sourceArns: [] }],
    ["of none, with a list", { permission: "denyAll", sourceArns: [own] }],
    ["of another", { permission: "byQueue", sourceArns: [`${own}-2`] }],
    ["of another as well", { permission: "byQueue", sourceArns: [own, `${own}-2`] }],
  ])("%s is not its own queue's", (_, redriveAllow) => {
    const { findings } = diagnose(settings("default-dlq", { redriveAllow }));
    expect(findings.map(({ id }) => id)).toEqual(["dead-letter-redrive-open"]);
  });
});

describe("a bucket", () => {
  it("is emptied as the topology says when one of its rules does it", () => {
    const expirations = found([
      { days: 60, everyObject: true },
      { days: 90, everyObject: true },
    ]);
    expect(diagnose(bucket({ expirations })).findings).toEqual([]);
  });
});

describe("a schedule whose task is given something", () => {
  it("is put right by a deployment: no report tells the input", () => {
    const healthy = schedule({ timezone: "Europe/London" });
    const body = encodeEnvelope({
      ...{ version: 1, taskId: "t", task: "report", generation: 0, enqueuedAt: 0, hops: 0 },
      input: { kind: "inline", value: { password: "hunter2" } },
    });
    const schedules = healthy.topology.schedules.map((each) => ({ ...each, body }));
    const { findings } = diagnose({ ...healthy, topology: { ...healthy.topology, schedules } });
    expect(findings.map(({ id, fix }) => [id, fix])).toEqual([
      ["schedule-timezone", { text: "deploy the app again: a call would show the task's input" }],
      ["schedule-message", { text: "deploy the app again: a call would show the task's input" }],
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });
});

describe("a table whose TTL is on another attribute", () => {
  it("loses that first: DynamoDB knows one at a time", () => {
    const [finding] = diagnose(table({ ttlAttribute: found("expires") })).findings;
    expect(finding?.fix.call?.input).toEqual({
      TableName: "shop-table",
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: false },
    });
  });
});

describe("a function with a longer timeout than the topology's", () => {
  it("asks for a longer visibility timeout as well", () => {
    const slow = consumer({ settings: found({ timeoutSeconds: 400, memoryMb: 1024 }) });
    const { findings } = diagnose(slow);
    expect(findings.map(({ id, expected }) => [id, expected])).toEqual([
      ["queue-visibility-under-timeout", "2400 s"],
      ["function-timeout", "60 s"],
    ]);
  });
});

describe("a queue that the resources do not name", () => {
  it("is missing; what hangs on it is said once", () => {
    const healthy = healthyCase();
    const { default: _, ...queues } = healthy.resources.queues;
    const { default: __, ...deployedQueues } = healthy.deployment.queues;
    const { findings, notChecked } = diagnose({
      ...healthy,
      resources: { ...healthy.resources, queues },
      deployment: { ...healthy.deployment, queues: deployedQueues },
    });
    expect(findings.map(({ id }) => id)).toEqual(["queue-missing"]);
    expect(notChecked.map(({ checks, why }) => [...checks, why])).toEqual([
      ["dead-letter-redrive-open", "its queue is missing"],
      ["queue-orphaned", expect.stringContaining("lack a queue of the app")],
      ["schedule-target", "its queue is missing"],
    ]);
  });
});
