import type { Tag, TagEntry, TagIndex } from "@celeriac/core";
import { number, text } from "./attribute-codecs.ts";
import type { ConditionalWrites } from "./conditional-write.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import { fieldsOf } from "./item-field.ts";
import type { Item } from "./task-item.ts";

/**
 * Entries of searchable tags, in the table of the records: a tag's are one partition, sorted by when they were enqueued.
 * Needs no index, and reads what was written.
 */
export function createDynamoDbTagIndex(
  { table, calls }: Pick<DynamoDbContext, "table" | "calls">,
  write: ConditionalWrites,
): TagIndex {
  return {
    async add(entry) {
      const key = entryKey(entry);
      // Refused: its own first copy stands there.
      await write({ kind: "insert", key, item: { ...key, ...toAttributes(entry) } });
    },

    async page(tag, limit, after) {
      const pk = partitionKey(tag);
      const { Items = [], LastEvaluatedKey } = await (await calls()).query({
        TableName: table,
        KeyConditionExpression: "#pk=:pk",
        ExpressionAttributeNames: { "#pk": "pk" },
        ExpressionAttributeValues: { ":pk": pk },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: { S: after } } }),
      });
      return {
        entries: Items.map((item) => fromItem(tag, item)),
        next: LastEvaluatedKey?.["sk"]?.S,
      };
    },
  };
}

/** Digits of an instant up to ECMAScript's last. */
const INSTANT_DIGITS = 16;

/** A searchable tag's name has no `=`. Half a surrogate pair would make DynamoDB refuse the write. */
function partitionKey({ name, value }: Tag): { readonly S: string } {
  return { S: `tag#${name}=${value}`.toWellFormed() };
}

function entryKey({ tag, taskId, enqueuedAt }: TagEntry): Item {
  const instant = String(enqueuedAt).padStart(INSTANT_DIGITS, "0");
  return { pk: partitionKey(tag), sk: { S: `${instant}#${taskId}` } };
}

function toAttributes({ taskId, task, queue, enqueuedAt, eta, removeAfter }: TagEntry): Item {
  return {
    taskId: { S: taskId },
    task: { S: task },
    queue: { S: queue },
    enqueuedAt: { N: String(enqueuedAt) },
    ...(eta === undefined ? {} : { eta: { N: String(eta) } }),
    removeAfter: { N: String(removeAfter) },
    ttl: { N: String(Math.ceil(removeAfter / 1000)) },
  };
}

function fromItem(tag: Tag, item: Item): TagEntry {
  const field = fieldsOf(item, `an entry of tag ${tag.name}`);
  const { eta } = item;
  return {
    tag,
    taskId: field("taskId", text),
    task: field("task", text),
    queue: field("queue", text),
    enqueuedAt: field("enqueuedAt", number),
    ...(eta?.N === undefined ? {} : { eta: Number(eta.N) }),
    removeAfter: field("removeAfter", number),
  };
}
