import { CeleriacError } from "@celeriac/core";
import { createBatcher, type EntryVerdict } from "../call/batcher.ts";
import { ENTRY_RETRY_WAITS_MS } from "../call/call-policy.ts";
import type { DynamoDbContext } from "./dynamodb-context.ts";
import { type Item, taskKey } from "./task-item.ts";

/** Reads the item of a task; `undefined`: there is none. @throws {CeleriacError} */
export type ConsistentReads = (taskId: string) => Promise<Item | undefined>;

/** DynamoDB: keys in one BatchGetItem. */
const MAX_KEYS = 100;
/** Calls under way at a time. */
const WIDTH = 4;

/** Strongly consistent reads through BatchGetItem: what is read within one tick travels together. */
export function createConsistentReads(context: DynamoDbContext): ConsistentReads {
  const read = createBatcher<string, Item | undefined>({
    maxEntries: MAX_KEYS,
    width: WIDTH,
    call: (taskIds) => getBatch(context, taskIds),
    waitsMs: ENTRY_RETRY_WAITS_MS,
    clock: context.clock,
    random: context.random,
  });
  return async (taskId) => {
    const answer = await read(taskId);
    if (!answer.ok) throw answer.error;
    return answer.value;
  };
}

/** Reads of one task within one batch share a key: DynamoDB refuses one that is named twice. */
async function getBatch(
  context: DynamoDbContext,
  taskIds: readonly string[],
): Promise<readonly EntryVerdict<Item | undefined>[]> {
  const calls = await context.calls();
  const keys = [...new Set(taskIds)].map((taskId) => taskKey(taskId));
  const { Responses, UnprocessedKeys } = await calls.getBatch({
    RequestItems: { [context.table]: { Keys: keys, ConsistentRead: true } },
  });
  const items = new Map((Responses?.[context.table] ?? []).map((item) => [item["pk"]?.S, item]));
  const left = new Set((UnprocessedKeys?.[context.table]?.Keys ?? []).map((key) => key["pk"]?.S));
  return taskIds.map((taskId) => {
    const key = taskKey(taskId).pk.S;
    return left.has(key) ? unprocessed(context) : { ok: true, value: items.get(key) };
  });
}

function unprocessed(context: DynamoDbContext): EntryVerdict<never> {
  const error = new CeleriacError(
    "throttled",
    `dynamodb:BatchGetItem: DynamoDB left keys of table ${JSON.stringify(context.table)} unread, after every retry; try again later`,
    { retryable: true },
  );
  return { ok: false, error, again: true };
}
