export type { Delivery, DeliveryOutcome, DeliveryResult } from "./delivery.ts";
export { createEngine, type Engine } from "./engine.ts";
export type { EngineOptions, EnginePorts, Isolation } from "./engine-options.ts";
