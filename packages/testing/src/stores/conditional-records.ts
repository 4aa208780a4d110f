import { CeleriacError } from "@celeriac/core";
import { frozenCopy } from "./frozen-copy.ts";

/** What one kind of record is found by, called, and guarded with. */
export interface RecordKind<Stored, Guard> {
  readonly idOf: (record: Stored) => string;
  /** Names a record in an error, by its id. */
  readonly nameOf: (id: string) => string;
  /** What an id is called in an error. */
  readonly idName: string;
  readonly holds: (guard: Guard, current: Stored) => boolean;
}

/** Refused: `current` is what stands there. */
type Answer<Stored> =
  | { readonly written: true }
  | { readonly written: false; readonly current: Stored | undefined };

/** Records that are changed by conditional writes only. */
export interface ConditionalRecords<Stored, Guard> {
  insert(record: Stored): Promise<Answer<Stored>>;
  update(id: string, guard: Guard, change: Partial<Stored>): Promise<Answer<Stored>>;
  read(id: string): Promise<Stored | undefined>;
  /** The records themselves, in the order of insertion; frozen. */
  readonly records: Map<string, Stored>;
}

const MAX_ITEM_BYTES = 409_600;

/**
 * Keeps records in memory with DynamoDB's conditional writes: a write happens whole or not at all, a refused one answers
 * what stands there, values are copied as JSON on the way in and frozen, items end at 400 KB.
 */
export function createConditionalRecords<Stored extends { readonly revision: number }, Guard>(
  kind: RecordKind<Stored, Guard>,
): ConditionalRecords<Stored, Guard> {
  const records = new Map<string, Stored>();

  function write(record: Stored): Answer<Stored> {
    const id = kind.idOf(record);
    records.set(id, frozenCopy(record, kind.nameOf(id), MAX_ITEM_BYTES));
    return { written: true };
  }

  function requireKey(id: string): void {
    if (id !== "") return;
    throw new CeleriacError("refused", `the ${kind.idName} is empty: DynamoDB takes no empty key`);
  }

  const refused = (id: string): Answer<Stored> => ({ written: false, current: records.get(id) });

  return {
    insert: async (record) => {
      const id = kind.idOf(record);
      requireKey(id);
      return records.has(id) ? refused(id) : write(record);
    },
    update: async (id, guard, change) => {
      requireKey(id);
      const current = records.get(id);
      if (current === undefined || !kind.holds(guard, current)) return refused(id);
      return write({ ...current, ...change, revision: current.revision + 1 });
    },
    read: async (id) => {
      requireKey(id);
      return records.get(id);
    },
    records,
  };
}
