import { createHash } from "node:crypto";
import type { LockName, LockStore, UniqueLock } from "@celeriac/core";
import { flag, number, text } from "./attribute-codecs.ts";
import type { ConditionalWrites } from "./conditional-write.ts";
import type { ItemReads } from "./consistent-reads.ts";
import { fieldsOf } from "./item-field.ts";
import type { Item } from "./task-item.ts";

/** The locks of unique tasks, in the table of the records: an item each, which TTL drops once it counts no more. */
export function createDynamoDbLockStore(write: ConditionalWrites, read: ItemReads): LockStore {
  return {
    async acquire(lock, over) {
      const key = lockKey(lock);
      const fields = toAttributes(lock);
      const outcome = await write(
        over === undefined
          ? { kind: "insert", key, item: { ...key, ...present(fields) } }
          : {
              kind: "update",
              key,
              set: fields,
              add: {},
              expected: { taskId: { S: over.taskId }, until: { N: String(over.until) } },
            },
      );
      if (outcome.written) return { acquired: true };
      const item = outcome.item ?? (await read(key));
      return { acquired: false, current: item === undefined ? undefined : fromItem(lock, item) };
    },

    async confirm(lock, taskId) {
      const set = { sent: { BOOL: true } };
      const expected = { taskId: { S: taskId } };
      await write({ kind: "update", key: lockKey(lock), set, add: {}, expected });
    },

    async release(lock, taskId) {
      await write({ kind: "delete", key: lockKey(lock), expected: { taskId: { S: taskId } } });
    },
  };
}

/** A task's name has no `#`. The key is made of the input, which the table is not to show: its hash will do. */
function lockKey({ task, key }: LockName): Item {
  const digest = createHash("sha256").update(key).digest("hex");
  return { pk: { S: `unique#${task}#${digest}` }, sk: { S: "unique" } };
}

/** An absent eta becomes NULL: what is taken over may have had one. */
function toAttributes(lock: UniqueLock): Item {
  const { taskId, sent, until, queue, enqueuedAt, eta } = lock;
  return {
    taskId: { S: taskId },
    sent: { BOOL: sent },
    until: { N: String(until) },
    queue: { S: queue },
    enqueuedAt: { N: String(enqueuedAt) },
    eta: number.encode(eta) ?? { NULL: true },
    ttl: { N: String(Math.ceil(until / 1000)) },
  };
}

function present(fields: Item): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, { NULL }]) => NULL !== true));
}

function fromItem({ task, key }: LockName, item: Item): UniqueLock {
  const field = fieldsOf(item, `the lock of a unique task ${task}`);
  const { eta } = item;
  return {
    task,
    key,
    taskId: field("taskId", text),
    sent: field("sent", flag),
    until: field("until", number),
    queue: field("queue", text),
    enqueuedAt: field("enqueuedAt", number),
    ...(eta?.N === undefined ? {} : { eta: Number(eta.N) }),
  };
}
