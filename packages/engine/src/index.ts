export type { Delivery, DeliveryOutcome, DeliveryResult } from "./delivery.ts";
export { createEngine, type Engine } from "./engine.ts";
export type { EngineOptions, EnginePorts, Isolation } from "./engine-options.ts";
export { loadEffects } from "./idempotency.ts";
export { type InputAnswer, readInput } from "./input.ts";
export { type OutputAnswer, readOutput } from "./output.ts";
export { createProgressWriter, type ProgressWriter } from "./progress.ts";
