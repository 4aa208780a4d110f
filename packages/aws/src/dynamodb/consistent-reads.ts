import { CeleriacError } from "@celeriac/core";
import { createBatcher, type EntryVerdict } from "../call/batcher.ts";
import { ENTRY_RETRY_WAITS_MS } from "../call/call-policy.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import type { Item } from "./task-item.ts";

/** Reads the item of a key; `undefined`: there is none. @throws {CeleriacError} */
export type ItemReads = (key: Item) => Promise<Item | undefined>;

/** DynamoDB: keys in one BatchGetItem. */
const MAX_KEYS = 100;
/** Calls under way at a time. */
const WIDTH = 4;

/** Strongly consistent reads through BatchGetItem: what is read within one tick travels together. */
export function createConsistentReads(context: DynamoDbContext): ItemReads {
  const read = createBatcher<Item, Item | undefined>({
    maxEntries: MAX_KEYS,
    width: WIDTH,
    call: (keys) => getBatch(context, keys),
    waitsMs: ENTRY_RETRY_WAITS_MS,
    clock: context.clock,
    random: context.random,
  });
  return async (key) => {
    const answer = await read(key);
    if (!answer.ok) throw answer.error;
    return answer.value;
  };
}

/** Reads of one item within one batch share a key: DynamoDB refuses one that is named twice. */
async function getBatch(
  context: DynamoDbContext,
  keys: readonly Item[],
): Promise<readonly EntryVerdict<Item | undefined>[]> {
  const calls = await context.calls();
  const distinct = new Map(keys.map((key) => [nameOf(key), key]));
  const { Responses, UnprocessedKeys } = await calls.getBatch({
    RequestItems: { [context.table]: { Keys: [...distinct.values()], ConsistentRead: true } },
  });
  const items = new Map((Responses?.[context.table] ?? []).map((item) => [nameOf(item), item]));
  const left = new Set((UnprocessedKeys?.[context.table]?.Keys ?? []).map(nameOf));
  return keys.map((key) => {
    const name = nameOf(key);
    return left.has(name) ? unprocessed(context) : { ok: true, value: items.get(name) };
  });
}

/** An item's partition key: no two kinds of items share one. */
function nameOf({ pk }: Item): string {
  return pk?.S ?? "";
}

function unprocessed(context: DynamoDbContext): EntryVerdict<never> {
  const error = new CeleriacError(
    "throttled",
    `dynamodb:BatchGetItem: DynamoDB left keys of table ${JSON.stringify(context.table)} unread, after every retry; try again later`,
    { retryable: true },
  );
  return { ok: false, error, again: true };
}
