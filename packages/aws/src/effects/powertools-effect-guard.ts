import {
  IdempotencyConfig,
  IdempotencyValidationError,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import type { Effect, EffectAnswer, EffectGuard, Payload } from "@celeriac/core";
import {
  createEffectKeeper,
  type EffectClaim,
  type EffectKeeper,
  type EffectKeeperPorts,
} from "@celeriac/core/effects";
import { type EffectData, EffectPersistence, toResponse } from "./effect-persistence.ts";

/** An effect guard by Powertools' `makeIdempotent`, on any effect store. */
export function createPowertoolsEffectGuard(ports: EffectKeeperPorts): EffectGuard {
  const keeper = createEffectKeeper(ports);
  return {
    once: (effect, perform) => once(keeper, effect, perform),
    extend: (effect) => keeper.extend(claimOf(keeper, effect)),
    reserve: (effect, until) => keeper.reserve(claimOf(keeper, effect), until),
    release: (effect) => keeper.release(claimOf(keeper, effect)),
  };
}

/** Powertools' switch for local tests, an environment variable, must not turn a promise off. */
class AlwaysEnabled extends IdempotencyConfig {
  override isEnabled(): boolean {
    return true;
  }
}

function configOf({ windowMs, leaseMs }: Effect): IdempotencyConfig {
  const config = new AlwaysEnabled({
    eventKeyJmesPath: "key",
    payloadValidationJmesPath: "input",
    hashFunction: "sha256",
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: Math.ceil(windowMs / 1000),
  });
  // Only the time left is asked for; without one, Powertools' record of a crashed holder would block its key.
  config.lambdaContext = { getRemainingTimeInMillis: () => leaseMs } as NonNullable<
    IdempotencyConfig["lambdaContext"]
  >;
  return config;
}

function dataOf({ key, input }: Effect): EffectData {
  return { key, input: (input ?? null) as EffectData["input"] };
}

/** Who claims what. Only claims compare inputs. */
function claimOf(keeper: EffectKeeper, effect: Effect): EffectClaim {
  const persistence = new EffectPersistence(keeper, effect);
  persistence.configure({ config: configOf(effect), keyPrefix: effect.task });
  return persistence.claim(persistence.effectIdOf(dataOf(effect)), "");
}

async function once(
  keeper: EffectKeeper,
  effect: Effect,
  perform: () => Promise<Payload | undefined>,
): Promise<EffectAnswer> {
  const persistence = new EffectPersistence(keeper, effect);
  let performed: { readonly result: Payload | undefined } | undefined;
  let thrown: { readonly error: unknown } | undefined;
  const run = async (_data: EffectData): Promise<EffectData["input"]> => {
    try {
      performed = { result: await perform() };
      return toResponse(performed.result);
    } catch (error) {
      thrown = { error };
      // A thing of our own: Powertools replaces what is no Error, and calls again for some names.
      throw new Performing();
    }
  };
  const guarded = makeIdempotent(run, {
    persistenceStore: persistence,
    config: configOf(effect),
    // Not the function's name, Powertools' default: both hosts share one key space.
    keyPrefix: effect.task,
    dataIndexArgument: 0,
  });
  try {
    await guarded(dataOf(effect));
  } catch (error) {
    if (thrown !== undefined) throw thrown.error;
    return refused(persistence, error);
  }
  if (performed !== undefined) return completed(persistence, performed.result);
  return refused(persistence, undefined);
}

/** The function threw. */
class Performing extends Error {}

function completed(
  { kept, failure }: EffectPersistence,
  result: Payload | undefined,
): EffectAnswer {
  if (kept === false) return { kind: "lost" };
  return kept === true
    ? { kind: "performed", result, kept }
    : { kind: "performed", result, kept: false, error: failure };
}

/** @throws what the store failed with, when it did not say who has the effect. */
function refused({ refusal }: EffectPersistence, error: unknown): EffectAnswer {
  if (refusal === undefined) throw error instanceof Error ? (error.cause ?? error) : error;
  if (refusal.kind === "stale") return { kind: "lost" };
  const by = refusal.current.taskId;
  if (error instanceof IdempotencyValidationError) return { kind: "conflict", by };
  if (refusal.kind === "done") return { kind: "repeated", result: refusal.current.result, by };
  return { kind: "held", by, waitMs: refusal.kind === "held" ? refusal.waitMs : 0 };
}
