import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { RecordChange, TaskRecord } from "@celeriac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromItem, toAssignments, toItem } from "./task-item.ts";

const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
const instant = fc.nat({ max: 8.64e15 });
const count = fc.nat({ max: 1_000_000 });
const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** What JSON carries: -0 and undefined are not among it. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const stored = fc.record({ kind: fc.constant("stored" as const), key: text, bytes: count });
const failure = fc.letrec<{ error: NonNullable<TaskRecord["error"]> }>((tie) => ({
  error: fc.record(
    { name: text, message: fc.string({ unit: "binary" }), code: text, cause: tie("error") },
    { requiredKeys: ["name", "message"] },
  ),
})).error;

const required = {
  taskId: text,
  task: text,
  queue: text,
  state: fc.constantFrom("STARTED", "RETRY", "SUCCESS", "FAILURE", "REVOKED", "EXPIRED"),
  generation: count,
  revision: count,
  attempts: count,
  excused: count,
  owner: text,
  leaseUntil: instant,
  nextAttemptAt: instant,
  revokeRequested: fc.boolean(),
  enqueuedAt: instant,
  updatedAt: instant,
  removeAfter: instant,
} as const;

const optionals = {
  revokedGeneration: optional(count),
  deadLetteredGeneration: optional(count),
  reason: optional(fc.constantFrom("error", "time-limit", "worker-lost", "too-old")),
  error: optional(failure),
  result: optional(
    fc.oneof(fc.record({ kind: fc.constant("inline" as const), value: json }), stored),
  ),
  resultExpiresAt: optional(instant),
  progress: optional(json),
  input: optional(stored),
  inputPreview: optional(text),
  lost: optional(fc.array(fc.record({ attempt: count, host: text, startedAt: instant }))),
  shared: optional(fc.boolean()),
  redrives: optional(
    fc.array(
      fc.record({
        at: instant,
        way: fc.constantFrom("letters", "move"),
        generation: count,
        edited: fc.boolean(),
      }),
    ),
  ),
  host: optional(text),
  startedAt: optional(instant),
  firstStartedAt: optional(instant),
  finishedAt: optional(instant),
  rootId: optional(text),
  parentId: optional(text),
  workflow: optional(fc.record({ id: text, node: text })),
  tenant: optional(text),
  tags: optional(fc.dictionary(text, text)),
} as const;

/** A field that is added to the record has to be added here. */
const fields = { ...required, ...optionals } satisfies Record<
  keyof TaskRecord,
  fc.Arbitrary<unknown>
>;
const record = fc.record(fields) as fc.Arbitrary<TaskRecord>;
const { taskId: _taskId, revision: _revision, ...changeable } = fields;
const change = fc.record(changeable, { requiredKeys: [] }) as fc.Arbitrary<RecordChange>;

describe("a record comes back from its item as it was", () => {
  it("every field of it, whatever it holds", () => {
    fc.assert(
      fc.property(record, (original) => {
        expect(fromItem(toItem(original))).toEqual(original);
      }),
    );
  });

  it("with every field of a change set, and those cleared that it clears", () => {
    fc.assert(
      fc.property(record, change, (original, changed) => {
        const item = { ...toItem(original), ...toAssignments(changed) };
        expect(fromItem(item)).toEqual({ ...original, ...changed });
      }),
    );
  });
});

describe("an item is readable, and DynamoDB takes it", () => {
  const plain = { ...fc.sample(record, 1)[0]!, taskId: "t-1", removeAfter: 1_767_225_600_001 };

  it("has the task's key, and the time of its removal in whole seconds, rounded up", () => {
    expect(toItem(plain)).toMatchObject({
      pk: { S: "task#t-1" },
      sk: { S: "task" },
      ttl: { N: "1767225601" },
      removeAfter: { N: "1767225600001" },
    });
    expect(toAssignments({ removeAfter: 1000 })).toEqual({
      removeAfter: { N: "1000" },
      ttl: { N: "1" },
    });
  });

  it("has half a surrogate pair replaced: DynamoDB would refuse the whole write", () => {
    expect(toItem({ ...plain, inputPreview: "cut \ud83d" })).toMatchObject({
      inputPreview: { S: "cut \ufffd" },
    });
  });

  it.each<[string, AttributeValue | undefined, string]>([
    ["state", { S: "ASLEEP" }, 'attribute "state" of item "task#t-1" is "ASLEEP"'],
    ["state", { S: "toString" }, 'is "toString"'],
    ["generation", { N: "NaN" }, 'attribute "generation" of item "task#t-1" is not what'],
    ["attempts", { N: "1e400" }, 'attribute "attempts"'],
    ["owner", undefined, 'attribute "owner" of item "task#t-1" is missing'],
    ["task", { N: "1" }, 'attribute "task" of item "task#t-1" is missing or of another type'],
    ["revokeRequested", { S: "false" }, 'attribute "revokeRequested"'],
  ])("is no record without what every record has: %s", (field, attribute, fault) => {
    const { [field]: _, ...rest } = toItem(plain);
    const item = attribute === undefined ? rest : { ...rest, [field]: attribute };
    expect(() => fromItem(item)).toThrow(
      expect.objectContaining({ code: "undecodable", message: expect.stringContaining(fault) }),
    );
  });

  it("says so when somebody else has written to it", () => {
    const item = { ...toItem(plain), tags: { S: "{not json" } };
    expect(() => fromItem(item)).toThrow(
      expect.objectContaining({
        code: "undecodable",
        message: expect.stringContaining('attribute "tags" of item "task#t-1"'),
      }),
    );
  });
});
