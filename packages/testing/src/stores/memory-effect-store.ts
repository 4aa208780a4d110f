import type { EffectRecord, EffectStore, EffectWriteGuard } from "@celeriac/core";
import { createConditionalRecords } from "./conditional-records.ts";

/** An effect store in memory, and what tests ask of it. */
export interface MemoryEffectStore extends EffectStore {
  /** Every record, in the order of insertion; frozen. */
  effects(): readonly EffectRecord[];
}

/** Creates an effect store in memory with DynamoDB's conditional writes. It never drops a record: TTL is late. */
export function createMemoryEffectStore(): MemoryEffectStore {
  const { records, ...store } = createConditionalRecords<EffectRecord, EffectWriteGuard>({
    idOf: ({ effectId }) => effectId,
    nameOf: (effectId) => `effect ${effectId}`,
    idName: "effect id",
    holds,
  });
  return { ...store, effects: () => [...records.values()] };
}

function holds(guard: EffectWriteGuard, current: EffectRecord): boolean {
  if (guard.kind === "revision") return current.revision === guard.revision;
  return current.state === "HELD" && current.owner === guard.owner;
}
