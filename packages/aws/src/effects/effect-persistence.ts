import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from "@aws-lambda-powertools/idempotency";
import {
  BasePersistenceLayer,
  IdempotencyRecord,
} from "@aws-lambda-powertools/idempotency/persistence";
import type { Effect, EffectRecord, Payload } from "@celeriac/core";
import type { EffectClaim, EffectClaimAnswer, EffectKeeper } from "@celeriac/core/effects";

type Responses = IdempotencyRecord["responseData"];

/**
 * Powertools' persistence of one attempt's effect, on a store that fences. One instance an attempt: what Powertools
 * configures on a shared one (the key's prefix) would be overwritten by the next task. It hands Powertools neither expiry
 * nor lease, which would be compared with the process's own clock, to the second or worse: the keeper judges both.
 */
export class EffectPersistence extends BasePersistenceLayer {
  readonly #keeper: EffectKeeper;
  readonly #effect: Effect;
  /** Why the effect was not granted; `undefined` while it was not refused. */
  refusal: Exclude<EffectClaimAnswer, { kind: "granted" }> | undefined;
  /** Whether it was recorded as done; `undefined`: nobody knows. */
  kept: boolean | undefined;
  /** What the last write of the store failed with. */
  failure: unknown;

  constructor(keeper: EffectKeeper, effect: Effect) {
    super();
    this.#keeper = keeper;
    this.#effect = effect;
  }

  /** Who claims what, with Powertools' hashes. */
  claim(effectId: string, fingerprint: string): EffectClaim {
    const { taskId, generation, attempt, owner, leaseMs, windowMs } = this.#effect;
    return { taskId, generation, attempt, owner, leaseMs, windowMs, effectId, fingerprint };
  }

  /** The effect's id: the task's name and the hash of the key. */
  effectIdOf(data: EffectData): string {
    return this.getHashedIdempotencyKey(data);
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const claim = this.claim(record.idempotencyKey, record.payloadHash ?? "");
    const answer = await this.#keeper.claim(claim);
    if (answer.kind === "granted") return;
    this.refusal = answer;
    if (answer.kind === "stale") throw new StaleAttempt();
    throw new IdempotencyItemAlreadyExistsError(
      `the key is that of task ${answer.current.taskId}`,
      toPowertools(answer.current),
    );
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const claim = this.claim(record.idempotencyKey, record.payloadHash ?? "");
    try {
      this.kept = await this.#keeper.complete(claim, fromResponse(record.responseData));
    } catch (error) {
      this.failure = error;
    }
  }

  /**
   * Powertools deletes where the function threw. What follows from that is known only once the attempt's end is recorded:
   * the engine then reserves the effect for the retry, or releases it.
   */
  protected override async _deleteRecord(): Promise<void> {
    // The effect stays held, under its lease.
  }

  protected override async _getRecord(): Promise<IdempotencyRecord> {
    // A refusal always brings what stands there.
    throw new IdempotencyItemNotFoundError("the store refused without a record");
  }
}

/** What Powertools hashes: the key, and the input that must not differ under it. */
export type EffectData = { readonly key: string; readonly input: Responses };

/** A later attempt of the same task has been here. */
class StaleAttempt extends Error {}

const STATUS = {
  HELD: IdempotencyRecordStatus.INPROGRESS,
  FREE: IdempotencyRecordStatus.EXPIRED,
  DONE: IdempotencyRecordStatus.COMPLETED,
} as const;

function toPowertools(record: EffectRecord): IdempotencyRecord {
  return new IdempotencyRecord({
    idempotencyKey: record.effectId,
    status: STATUS[record.state],
    payloadHash: record.fingerprint,
    responseData: toResponse(record.result),
  });
}

/** A result that is `undefined` is an absent payload; Powertools' type knows JSON only. */
export function toResponse(result: Payload | undefined): Responses {
  return result as unknown as Responses;
}

function fromResponse(response: Responses): Payload | undefined {
  return response as unknown as Payload | undefined;
}
