import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import {
  CeleriacError,
  isTaskState,
  type RecordChange,
  show,
  type TaskRecord,
} from "@celeriac/core";
import { type AttributeCodec, flag, json, number, text } from "./attribute-codecs.ts";

/** An item of the table, or a part of one. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The key of a task's record. */
export function taskKey(taskId: string): {
  readonly pk: AttributeValue;
  readonly sk: AttributeValue;
} {
  return { pk: { S: `task#${taskId}` }, sk: { S: "task" } };
}

/** The attribute by which DynamoDB drops items: whole seconds. It says nothing that a condition may rely on. */
const TTL_ATTRIBUTE = "ttl";

/**
 * How each field of a record lies in its item, under the field's own name. What is nested is JSON text: smaller than
 * DynamoDB's maps, and any Unicode is safe in it.
 */
const FIELDS: { readonly [Field in keyof Required<TaskRecord>]: AttributeCodec } = {
  taskId: text,
  task: text,
  queue: text,
  state: text,
  generation: number,
  revision: number,
  attempts: number,
  excused: number,
  lost: json,
  shared: flag,
  redrives: json,
  owner: text,
  leaseUntil: number,
  nextAttemptAt: number,
  revokeRequested: flag,
  revokedGeneration: number,
  deadLetteredGeneration: number,
  reason: text,
  error: json,
  result: json,
  resultExpiresAt: number,
  progress: json,
  input: json,
  inputPreview: text,
  host: text,
  enqueuedAt: number,
  startedAt: number,
  firstStartedAt: number,
  finishedAt: number,
  rootId: text,
  parentId: text,
  workflow: json,
  tenant: text,
  tags: json,
  updatedAt: number,
  removeAfter: number,
};

const CODECS: readonly (readonly [keyof TaskRecord, AttributeCodec])[] = Object.entries(FIELDS) as [
  keyof TaskRecord,
  AttributeCodec,
][];

/** A whole record as an item, its key included. */
export function toItem(record: TaskRecord): Item {
  return toAttributes(record, (codec, value) => codec.encode(value), taskKey(record.taskId));
}

/** What a change sets. A cleared field becomes NULL: removing it is a second clause, which not every PartiQL takes. */
export function toAssignments(change: RecordChange): Item {
  return toAttributes(change, (codec, value) => codec.encode(value) ?? { NULL: true });
}

/**
 * The record that an item holds.
 * @throws {CeleriacError} `undecodable`: somebody else has written there.
 */
export function fromItem(item: Item): TaskRecord {
  const record: Record<string, unknown> = {};
  for (const [field, codec] of CODECS) {
    const attribute = item[field];
    if (attribute === undefined) continue;
    // NULL is of no codec's type, and so decodes to nothing
    const value = decodeField(item, field, codec, attribute);
    if (value !== undefined) record[field] = value;
  }
  const missing = REQUIRED.find((field) => record[field] === undefined);
  if (missing !== undefined) throw unreadable(item, missing, "is missing or of another type");
  if (!isTaskState(record["state"]) || record["state"] === "PENDING") {
    throw unreadable(item, "state", `is ${show(record["state"])}`);
  }
  return record as unknown as TaskRecord;
}

/** What every record has; the type makes a forgotten one an error. */
const REQUIRED_FIELD: Readonly<Record<RequiredField, true>> = {
  taskId: true,
  task: true,
  queue: true,
  state: true,
  generation: true,
  revision: true,
  attempts: true,
  excused: true,
  owner: true,
  leaseUntil: true,
  nextAttemptAt: true,
  revokeRequested: true,
  enqueuedAt: true,
  updatedAt: true,
  removeAfter: true,
};

type RequiredField = {
  [Field in keyof TaskRecord]-?: undefined extends TaskRecord[Field] ? never : Field;
}[keyof TaskRecord];

const REQUIRED: readonly string[] = Object.keys(REQUIRED_FIELD);

function decodeField(
  item: Item,
  field: string,
  codec: AttributeCodec,
  attribute: AttributeValue,
): unknown {
  try {
    return codec.decode(attribute);
  } catch {
    throw unreadable(item, field, "is not what a record holds there");
  }
}

function unreadable(item: Item, field: string, fault: string): CeleriacError {
  const key = item["pk"]?.S;
  return new CeleriacError(
    "undecodable",
    `attribute ${JSON.stringify(field)} of item ${show(key)} ${fault}: something else than Celeriac has written it; restore or delete the item`,
    { details: { field, item: key } },
  );
}

function toAttributes(
  fields: RecordChange,
  encode: (codec: AttributeCodec, value: unknown) => AttributeValue | undefined,
  key: Item = {},
): Item {
  const attributes: Record<string, AttributeValue> = { ...key };
  for (const [field, value] of Object.entries(fields)) {
    const attribute = encode(FIELDS[field as keyof TaskRecord], value);
    if (attribute !== undefined) attributes[field] = attribute;
  }
  if (fields.removeAfter !== undefined) {
    attributes[TTL_ATTRIBUTE] = { N: String(Math.ceil(fields.removeAfter / 1000)) };
  }
  return attributes;
}
