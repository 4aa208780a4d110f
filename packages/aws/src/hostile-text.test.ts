import { emptyRecord, type TaskRecord } from "@celeriac/core";
import { describe, expect, it } from "vitest";
import { scheduleName } from "./scheduler/schedule-name.ts";
import { resourcesAt } from "./testing/stub-server.ts";
import { type StubbedPorts, stubbedPorts } from "./testing/stubbed-ports.ts";

/** What would leave its place if it were pasted into a path, a statement, an expression or a template. */
const HOSTILE: readonly string[] = [
  "../../other-bucket/secret",
  "..",
  "%2e%2e%2fother",
  "https://evil.example/queue",
  "arn:aws:sqs:eu-central-1:0:other",
  "'; DROP TABLE tasks; --",
  `"} REMOVE "owner" WHERE "pk"='x`,
  "?",
  ":v0",
  "#n0",
  "<aws.scheduler.execution-id>",
  "line\r\nx-amz-target: Evil",
  "\u202e\u0000\ud800",
  "__proto__",
  "constructor",
];

const recordOf = (text: string): TaskRecord => ({
  ...emptyRecord(
    { version: 1, taskId: text, task: text, generation: 0, enqueuedAt: 5, hops: 0 },
    text,
    6,
  ),
  state: "STARTED",
  owner: text,
  host: text,
  tenant: text,
  inputPreview: text,
  progress: { [text]: text },
  error: { name: text, message: text },
});

/** Everything that the ports can be told, with one text in every place where a caller's may stand. */
async function callAll({ ports }: StubbedPorts, text: string): Promise<void> {
  const record = recordOf(text);
  const { taskId: _taskId, revision: _revision, ...change } = record;
  const guard = { kind: "owner", owner: text, generation: 0, unlessRevoked: true } as const;
  await Promise.allSettled([ports.store.insert(record)]);
  await Promise.allSettled([ports.store.update(text, guard, change)]);
  await Promise.allSettled([ports.store.read(text)]);
  await Promise.allSettled([
    ports.sender.send("images", { body: text, attributes: { reason: text }, traceHeader: text }),
  ]);
  await Promise.allSettled([ports.receiver.delete("images", text)]);
  await Promise.allSettled([
    ports.schedules.putOneShot({ name: text, at: 5, queue: "images", body: text, group: text }),
  ]);
  await Promise.allSettled([ports.schedules.deleteOneShot(text)]);
}

const done = { Successful: [{ Id: "0", MessageId: "m" }] };
const ANSWERS: Readonly<Record<string, unknown>> = {
  BatchExecuteStatement: { Responses: [{}] },
  SendMessageBatch: done,
  DeleteMessageBatch: done,
};

/** Where requests went and what was asked for, without the values that travel beside it. */
async function skeleton(world: StubbedPorts, text: string): Promise<unknown[]> {
  const before = world.stub.requests.length;
  await callAll(world, text);
  return world.stub.requests.slice(before).map(({ operation, path, body }) => ({
    operation,
    path: path.replace(scheduleName(text), "<name>"),
    words: wordsOf(body),
  }));
}

interface Told {
  readonly QueueUrl?: string;
  readonly TableName?: string;
  readonly Statements?: readonly { readonly Statement: string }[];
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: unknown;
  readonly Target?: { readonly Arn: string; readonly RoleArn: string; readonly Input: string };
  readonly ScheduleExpression?: string;
}

function wordsOf(body: unknown): unknown {
  const told = body as Told;
  const input = told.Target?.Input;
  return {
    queue: told.QueueUrl?.replace(/^.*:\d+\//, ""),
    table: told.TableName,
    statements: told.Statements?.map(({ Statement }) => Statement),
    update: told.UpdateExpression,
    condition: told.ConditionExpression,
    names: told.ExpressionAttributeNames,
    target: told.Target && [told.Target.Arn, told.Target.RoleArn],
    templates: input?.includes("<"),
    queueOfSchedule: input && (JSON.parse(input) as Told).QueueUrl?.replace(/^.*:\d+\//, ""),
    expression: told.ScheduleExpression,
  };
}

describe("no text that a caller chose is part of an address, a statement or an expression", () => {
  it.each(["batched", "single"] as const)("with %s writes", { timeout: 30_000 }, async (writes) => {
    await using world = await stubbedPorts({ tableWrites: writes });
    world.stub.answer(({ operation }) => ({ body: ANSWERS[operation] ?? {} }));
    const harmless = await skeleton(world, "task-1");
    expect(harmless).toHaveLength(7);
    for (const text of HOSTILE) expect(await skeleton(world, text)).toEqual(harmless);
  });

  it("a schedule's name is a digest", () => {
    for (const text of HOSTILE) expect(scheduleName(text)).toMatch(/^t-[0-9a-f]{62}$/);
  });
});

describe("a queue is one of the deployment's, or an error", () => {
  it.each([...HOSTILE, "toString", resourcesAt("http://127.0.0.1:1").queues["images"]!.url])(
    "%j is none",
    async (queue) => {
      await using world = await stubbedPorts();
      const { ports, stub } = world;
      const wait = { max: 1, waitSeconds: 0, visibilitySeconds: 1 };
      expect(await ports.sender.send(queue, { body: "x" })).toMatchObject({ ok: false });
      await expect(ports.receiver.receive(queue, wait)).rejects.toMatchObject({
        code: "missing-resource",
      });
      const schedule = { name: "a", at: 5, queue, body: "x" };
      await expect(ports.schedules.putOneShot(schedule)).rejects.toMatchObject({
        code: "missing-resource",
      });
      expect(stub.requests).toEqual([]);
    },
  );
});

describe("a payload lies under its bucket, whatever its key says", () => {
  it.each(["inputs/id", "inputs/a.b:c-d_e/1", "results/id/0abc", "inputs/..x", "__proto__"])(
    "%s is a key",
    async (key) => {
      await using world = await stubbedPorts();
      await world.ports.payloads.put(key, "1");
      const [path = ""] = world.stub.requests[0]!.path.split("?");
      expect(decodeURIComponent(path)).toBe(`/stub-bucket/${key}`);
    },
  );

  it.each([
    ...["", "/", "..", "../other", "inputs/..", "inputs/../../other", "inputs/./a", "inputs//a"],
    ...["inputs/", "/inputs/a", "inputs/%2e%2e", "inputs/a b", "inputs/a\n", "x".repeat(1025)],
  ])("%j is none, and nothing is asked for", async (key) => {
    await using world = await stubbedPorts();
    const { payloads } = world.ports;
    for (const work of [payloads.put(key, "1"), payloads.get(key), payloads.delete(key)]) {
      await expect(work).rejects.toMatchObject({ code: "refused" });
    }
    expect(world.stub.requests).toEqual([]);
  });
});
