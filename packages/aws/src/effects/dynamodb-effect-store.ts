import type { EffectStore, EffectWriteAnswer } from "@celeriac/core";
import type { ConditionalAnswer, ConditionalWrites } from "../dynamodb/conditional-write.ts";
import type { ItemReads } from "../dynamodb/consistent-reads.ts";
import { effectKey, fromEffectItem, toEffectAssignments, toEffectItem } from "./effect-item.ts";

/** Effects, in the table of the records: one item each, one conditional write a change. */
export function createDynamoDbEffectStore(write: ConditionalWrites, read: ItemReads): EffectStore {
  const answer = async (
    effectId: string,
    outcome: ConditionalAnswer,
  ): Promise<EffectWriteAnswer> => {
    if (outcome.written) return outcome;
    // some stores refuse without telling what stands there
    const item = outcome.item ?? (await read(effectKey(effectId)));
    return { written: false, current: item === undefined ? undefined : fromEffectItem(item) };
  };
  return {
    async insert(record) {
      const key = effectKey(record.effectId);
      const outcome = await write({ kind: "insert", key, item: toEffectItem(record) });
      return answer(record.effectId, outcome);
    },
    async update(effectId, guard, change) {
      const byOwner = guard.kind === "owner";
      const outcome = await write({
        kind: "update",
        key: effectKey(effectId),
        set: {
          ...toEffectAssignments(change),
          ...(byOwner ? {} : { revision: { N: String(guard.revision + 1) } }),
        },
        add: byOwner ? { revision: { N: "1" } } : {},
        expected: byOwner
          ? { state: { S: "HELD" }, owner: { S: guard.owner } }
          : { revision: { N: String(guard.revision) } },
      });
      return answer(effectId, outcome);
    },
    async read(effectId) {
      const item = await read(effectKey(effectId));
      return item === undefined ? undefined : fromEffectItem(item);
    },
  };
}
