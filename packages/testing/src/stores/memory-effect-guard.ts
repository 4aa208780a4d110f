import type { Effect, EffectGuard } from "@celeriac/core";
import {
  createEffectKeeper,
  type EffectClaim,
  type EffectKeeperPorts,
} from "@celeriac/core/effects";

/** Creates an effect guard on any effect store, for tests: the model that the adapter on Powertools is compared with. */
export function createMemoryEffectGuard(ports: EffectKeeperPorts): EffectGuard {
  const keeper = createEffectKeeper(ports);
  return {
    once: async (effect, perform) => {
      const claim = claimOf(effect);
      const claimed = await keeper.claim(claim);
      switch (claimed.kind) {
        case "granted":
          break;
        case "done":
          return { kind: "repeated", result: claimed.current.result, by: claimed.current.taskId };
        case "held":
          return { kind: "held", by: claimed.current.taskId, waitMs: claimed.waitMs };
        case "conflict":
          return { kind: "conflict", by: claimed.current.taskId };
        case "stale":
          return { kind: "lost" };
      }
      const result = await perform();
      try {
        const kept = await keeper.complete(claim, result);
        return kept ? { kind: "performed", result, kept } : { kind: "lost" };
      } catch (error) {
        return { kind: "performed", result, kept: false, error };
      }
    },
    extend: (effect) => keeper.extend(claimOf(effect)),
    reserve: (effect, until) => keeper.reserve(claimOf(effect), until),
    release: (effect) => keeper.release(claimOf(effect)),
  };
}

function claimOf(effect: Effect): EffectClaim {
  const { taskId, generation, attempt, owner, leaseMs, windowMs } = effect;
  return {
    ...{ taskId, generation, attempt, owner, leaseMs, windowMs },
    effectId: `${effect.task}#${JSON.stringify(effect.key)}`,
    fingerprint: JSON.stringify(sorted(effect.input)) ?? "",
  };
}

/** Two inputs are the same whatever the order of their keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, unknown] => [key, sorted(item)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
