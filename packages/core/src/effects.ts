/** What only guards of effects need: kept apart, so that it is loaded with them and not before. */
export {
  createEffectKeeper,
  type EffectClaimAnswer,
  type EffectKeeper,
  type EffectKeeperPorts,
} from "./effect/effect-keeper.ts";
export type { EffectClaim, EffectRefusal } from "./effect/judge-effect.ts";
