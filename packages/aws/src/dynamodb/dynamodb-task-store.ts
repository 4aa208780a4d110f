import type { TaskStore, WriteAnswer, WriteGuard } from "@celeriac/core";
import type { ConditionalAnswer, ConditionalWrites } from "./conditional-write.ts";
import type { ItemReads } from "./consistent-reads.ts";
import { fromItem, type Item, taskKey, toAssignments, toItem } from "./task-item.ts";

/**
 * Task records in one DynamoDB table: one item each, one conditional write a change. The SDK repeats a request whose
 * answer was lost; the copy is then refused by the first, and `current` shows the caller's own token.
 */
export function createDynamoDbTaskStore(write: ConditionalWrites, read: ItemReads): TaskStore {
  const answer = async (taskId: string, outcome: ConditionalAnswer): Promise<WriteAnswer> => {
    if (outcome.written) return outcome;
    // some stores refuse without telling what stands there
    const item = outcome.item ?? (await read(taskKey(taskId)));
    return { written: false, current: item === undefined ? undefined : fromItem(item) };
  };
  return {
    async insert(record) {
      const { taskId } = record;
      const outcome = await write({ kind: "insert", key: taskKey(taskId), item: toItem(record) });
      return answer(taskId, outcome);
    },
    async update(taskId, guard, change) {
      const outcome = await write({
        kind: "update",
        key: taskKey(taskId),
        set: { ...toAssignments(change), ...nextRevision(guard) },
        add: guard.kind === "owner" ? { revision: { N: "1" } } : {},
        expected: expectedBy(guard),
      });
      return answer(taskId, outcome);
    },
    async read(taskId) {
      const item = await read(taskKey(taskId));
      return item === undefined ? undefined : fromItem(item);
    },
  };
}

/** Who read the revision knows the next one; an owner does not. */
function nextRevision(guard: WriteGuard): Item {
  return guard.kind === "revision" ? { revision: { N: String(guard.revision + 1) } } : {};
}

function expectedBy(guard: WriteGuard): Item {
  if (guard.kind === "revision") return { revision: { N: String(guard.revision) } };
  return {
    owner: { S: guard.owner },
    generation: { N: String(guard.generation) },
    state: { S: "STARTED" },
    ...(guard.unlessRevoked ? { revokeRequested: { BOOL: false } } : {}),
  };
}
