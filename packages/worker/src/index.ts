export {
  type HealthServer,
  type HealthServerOptions,
  startHealthServer,
} from "./health-server.ts";
export type { HostedEngine } from "./hosted-engine.ts";
export {
  createIsolatedRuns,
  type IsolatedRunsOptions,
  type RunIsolated,
} from "./isolated-runs.ts";
export { type JsonLoggerOptions, jsonLogger, type LogLevel } from "./json-logger.ts";
export type { QueueHealth, QueueStats } from "./queue-reports.ts";
export { isIsolated, runIsolated } from "./run-isolated.ts";
export { runUntilSignalled, type SignalOptions, type SignalSource } from "./run-until-signalled.ts";
export {
  createScaleInProtection,
  type ScaleInProtection,
  type ScaleInProtectionOptions,
} from "./scale-in-protection.ts";
export {
  createWorker,
  type Worker,
  type WorkerHealth,
  type WorkerOptions,
  type WorkerState,
} from "./worker.ts";
export type { WorkerQueue } from "./worker-queue.ts";
