import type { EffectGuard } from "@celeriac/core";
import type { EffectKeeperPorts } from "@celeriac/core/effects";
import { lazy } from "../call/lazy.ts";

/**
 * An effect guard by Powertools' `makeIdempotent`, on any effect store. Powertools is loaded at the first use: tasks
 * without idempotency never load it.
 */
export function createEffectGuard(ports: EffectKeeperPorts): EffectGuard {
  const guard = lazy(async () => {
    const { createPowertoolsEffectGuard } = await import("./powertools-effect-guard.ts");
    return createPowertoolsEffectGuard(ports);
  });
  return {
    once: async (effect, perform) => (await guard.get()).once(effect, perform),
    extend: async (effect) => (await guard.get()).extend(effect),
    reserve: async (effect, until) => (await guard.get()).reserve(effect, until),
    release: async (effect) => (await guard.get()).release(effect),
  };
}
