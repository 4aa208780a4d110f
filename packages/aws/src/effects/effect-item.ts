import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { EffectChange, EffectRecord } from "@celeriac/core";
import { type AttributeCodec, json, number, text } from "../dynamodb/attribute-codecs.ts";
import type { Item } from "../dynamodb/task-item.ts";

/** The key of an effect's item, beside the records of tasks. */
export function effectKey(effectId: string): {
  readonly pk: AttributeValue;
  readonly sk: AttributeValue;
} {
  return { pk: { S: `effect#${effectId}` }, sk: { S: "effect" } };
}

/** The attribute by which DynamoDB drops items: whole seconds. It says nothing that a condition may rely on. */
const TTL_ATTRIBUTE = "ttl";

/** Items outlive their window by this much: the task that did it may still come back for its result, ms. */
const KEPT_AFTER_MS = 86_400_000;

const FIELDS: { readonly [Field in keyof Required<EffectRecord>]: AttributeCodec } = {
  effectId: text,
  state: text,
  revision: number,
  taskId: text,
  generation: number,
  attempt: number,
  owner: text,
  fingerprint: text,
  leaseUntil: number,
  expiresAt: number,
  result: json,
};

const CODECS = Object.entries(FIELDS) as [keyof EffectRecord, AttributeCodec][];

/** A whole record as an item, its key included. */
export function toEffectItem(record: EffectRecord): Item {
  return { ...effectKey(record.effectId), ...attributesOf(record, () => undefined) };
}

/** What a change sets. A cleared field becomes NULL: removing it is a second clause, which not every PartiQL takes. */
export function toEffectAssignments(change: EffectChange): Item {
  return attributesOf(change, () => ({ NULL: true }));
}

/** The record that an item holds. */
export function fromEffectItem(item: Item): EffectRecord {
  const record: Record<string, unknown> = {};
  for (const [field, codec] of CODECS) {
    const attribute = item[field];
    const value = attribute === undefined ? undefined : codec.decode(attribute);
    if (value !== undefined) record[field] = value;
  }
  return record as unknown as EffectRecord;
}

function attributesOf(
  fields: Partial<EffectRecord>,
  absent: () => AttributeValue | undefined,
): Item {
  const attributes: Record<string, AttributeValue> = {};
  for (const [field, value] of Object.entries(fields)) {
    const attribute = FIELDS[field as keyof EffectRecord].encode(value) ?? absent();
    if (attribute !== undefined) attributes[field] = attribute;
  }
  if (fields.expiresAt !== undefined) {
    attributes[TTL_ATTRIBUTE] = { N: String(Math.ceil((fields.expiresAt + KEPT_AFTER_MS) / 1000)) };
  }
  return attributes;
}
