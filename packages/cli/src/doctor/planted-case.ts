import type {
  DeployedFunction,
  DeployedMapping,
  DeployedQueue,
  DeployedSchedule,
  DeployedWorker,
  Deployment,
  QueueSettings,
  Reading,
} from "@celeriac/core";
import type { Case } from "./case.ts";
import { found, healthyCase, mapping } from "./healthy-case.ts";

/** What a reading found, with some of it changed. */
export function changed<Value>(
  reading: Reading<Value> | undefined,
  change: Partial<Value>,
): Reading<Value> {
  if (reading?.kind !== "found") throw new Error("the healthy case has everything");
  return found({ ...reading.value, ...change });
}

/** The healthy case with one part of its deployment changed. */
export const deployed = (change: (deployment: Deployment) => Partial<Deployment>): Case => {
  const healthy = healthyCase();
  return { ...healthy, deployment: { ...healthy.deployment, ...change(healthy.deployment) } };
};
/** … one queue. */
export const queue = (
  name: string,
  change: (queue: DeployedQueue) => Partial<DeployedQueue>,
): Case =>
  deployed(({ queues }) => {
    const before = queues[name];
    if (before === undefined) throw new Error(`the healthy case has no queue ${name}`);
    return { queues: { ...queues, [name]: { ...before, ...change(before) } } };
  });
/** … one queue's settings. */
export const settings = (name: string, change: Partial<QueueSettings>): Case =>
  queue(name, (before) => ({ settings: changed(before.settings, change) }));
/** … one queue's mappings, all of them. */
export const mappings = (name: string, ...all: DeployedMapping[]): Case =>
  queue(name, () => ({ mappings: found(all) }));
/** … the mapping of the lambda queue. */
export const mapped = (change: Partial<DeployedMapping>): Case =>
  mappings("default", { ...mapping(), ...change });
/** … the function of that mapping. */
export const consumer = (change: Partial<DeployedFunction>): Case =>
  mapped({ consumer: { ...mapping().consumer, ...change } });
/** … its worker. */
export const worker = (change: Partial<DeployedWorker>): Case =>
  deployed(({ workers }) => {
    if (workers.kind !== "found") throw new Error("the healthy case has workers");
    return { workers: found(workers.value.map((each) => ({ ...each, ...change }))) };
  });
/** … its schedule. */
export const schedule = (change: Partial<DeployedSchedule>): Case =>
  deployed(({ schedules }) => ({
    schedules: { nightly: changed(schedules["nightly"], change) },
  }));
/** … its table. */
export const table = (change: Partial<Deployment["table"]>): Case =>
  deployed((deployment) => ({ table: { ...deployment.table, ...change } }));
/** … its bucket. */
export const bucket = (change: Partial<Deployment["bucket"]>): Case =>
  deployed((deployment) => ({ bucket: { ...deployment.bucket, ...change } }));
