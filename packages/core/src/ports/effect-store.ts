import type { EffectChange, EffectRecord } from "../effect/effect-record.ts";

/** What must hold for a write to happen. */
export type EffectWriteGuard =
  /** Nothing was written since this revision was read. */
  | { readonly kind: "revision"; readonly revision: number }
  /** HELD by this attempt. */
  | { readonly kind: "owner"; readonly owner: string };

/** Refused: the guard did not hold, and `current` is what stands there (`undefined`: no record). */
export type EffectWriteAnswer =
  | { readonly written: true }
  | { readonly written: false; readonly current: EffectRecord | undefined };

/**
 * Keeps what is known of effects, in one key space for all hosts. Each write is one conditional write of one item: it
 * happens whole, or not at all. Outcome unknown is a throw. Adapters repeat a request whose outcome they do not know, so a
 * write may be refused by its own first copy: `current` then shows the caller's token.
 */
export interface EffectStore {
  /** Stores a record where none is (an expired one that is still there counts). @throws {CeleriacError} */
  insert(record: EffectRecord): Promise<EffectWriteAnswer>;
  /** Changes a record while `guard` holds, and raises its revision. @throws {CeleriacError} */
  update(
    effectId: string,
    guard: EffectWriteGuard,
    change: EffectChange,
  ): Promise<EffectWriteAnswer>;
  /** Reads what was last written (strongly consistent). @throws {CeleriacError} */
  read(effectId: string): Promise<EffectRecord | undefined>;
}
