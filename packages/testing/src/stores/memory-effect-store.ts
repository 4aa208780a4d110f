import {
  CeleriacError,
  type EffectRecord,
  type EffectStore,
  type EffectWriteAnswer,
  type EffectWriteGuard,
} from "@celeriac/core";
import { frozenCopy } from "./frozen-copy.ts";

/** An effect store in memory, and what tests ask of it. */
export interface MemoryEffectStore extends EffectStore {
  /** Every record, in the order of insertion; frozen. */
  effects(): readonly EffectRecord[];
}

/** Creates an effect store in memory with DynamoDB's conditional writes. It never drops a record: TTL is late. */
export function createMemoryEffectStore(): MemoryEffectStore {
  const records = new Map<string, EffectRecord>();
  const write = (record: EffectRecord): EffectWriteAnswer => {
    const copy = frozenCopy(record, `effect ${record.effectId}`, MAX_ITEM_BYTES);
    records.set(record.effectId, copy);
    return { written: true };
  };
  const refused = (effectId: string): EffectWriteAnswer => ({
    written: false,
    current: records.get(effectId),
  });
  return {
    insert: async (record) => {
      requireKey(record.effectId);
      return records.has(record.effectId) ? refused(record.effectId) : write(record);
    },
    update: async (effectId, guard, change) => {
      requireKey(effectId);
      const current = records.get(effectId);
      if (current === undefined || !holds(guard, current)) return refused(effectId);
      return write({ ...current, ...change, revision: current.revision + 1 });
    },
    read: async (effectId) => {
      requireKey(effectId);
      return records.get(effectId);
    },
    effects: () => [...records.values()],
  };
}

const MAX_ITEM_BYTES = 409_600;

function holds(guard: EffectWriteGuard, current: EffectRecord): boolean {
  if (guard.kind === "revision") return current.revision === guard.revision;
  return current.state === "HELD" && current.owner === guard.owner;
}

function requireKey(effectId: string): void {
  if (effectId !== "") return;
  throw new CeleriacError("refused", "the effect id is empty: DynamoDB takes no empty key");
}
