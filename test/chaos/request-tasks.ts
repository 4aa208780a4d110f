import { setTimeout as sleep } from "node:timers/promises";
import { CeleriacError, type EnqueueOptions, type TaskHandle } from "celeriac";
import type { ConnectedClient } from "celeriac/client";
import type { PlannedTask } from "./fault-plan.ts";
import { writeEvent } from "./history.ts";
import { kinds, large } from "./tasks.ts";

/** Larger than what travels in a message, bytes. */
const LARGE_BYTES = 220_000;

const LOOK_EVERY_MS = 50;
const MOST_TRIES = 40;
const AGAIN_AFTER_MS = 500;
const LOOK_FOR_MS = 20_000;

/** Where tasks are asked for. */
export interface RequestSite {
  readonly client: ConnectedClient;
  readonly path: string;
}

/** Asks for every planned task at its time, and writes down what was acknowledged. Resolves when all were answered. */
export async function requestTasks(
  site: RequestSite,
  tasks: readonly PlannedTask[],
): Promise<void> {
  const began = performance.now();
  const requests: Promise<void>[] = [];
  for (const planned of tasks) {
    const waitMs = began + planned.atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    requests.push(request(site, planned));
  }
  await Promise.all(requests);
}

async function request(site: RequestSite, planned: PlannedTask): Promise<void> {
  const { kind, host, laterMs, revokedAfterMs } = planned;
  const tracked = kind !== "quiet";
  const eta = laterMs === undefined ? undefined : Date.now() + laterMs;
  try {
    const handle = await enqueueAtLast(site, planned, eta);
    const { name } = kinds[kind][host];
    writeEvent(site.path, {
      kind: "acknowledged",
      taskId: handle.taskId,
      task: name,
      eta,
      tracked,
    });
    if (kind === "doomed") await untilStarted(handle);
    if (revokedAfterMs !== undefined) await revoke(site, handle, revokedAfterMs);
  } catch (error) {
    if (!CeleriacError.is(error)) throw error;
    const taskId = error.details["taskId"];
    writeEvent(site.path, {
      kind: "refused",
      taskId: typeof taskId === "string" ? taskId : undefined,
      code: error.code,
      tracked,
    });
  }
}

/** As callers are told to: what was refused may be stored all the same, and is asked for again under its id. */
async function enqueueAtLast(
  site: RequestSite,
  planned: PlannedTask,
  eta: number | undefined,
): Promise<TaskHandle<unknown>> {
  const options: EnqueueOptions = eta === undefined ? {} : { eta: new Date(eta) };
  const taskId = `chaos-${planned.n}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await enqueue(site.client, planned, { ...options, taskId });
    } catch (error) {
      if (!CeleriacError.is(error) || !error.retryable || tries === MOST_TRIES) throw error;
      const tracked = planned.kind !== "quiet";
      writeEvent(site.path, { kind: "refused", taskId, code: error.code, tracked });
      await sleep(AGAIN_AFTER_MS);
    }
  }
}

function enqueue(
  client: ConnectedClient,
  { kind, host, n }: PlannedTask,
  options: EnqueueOptions,
): Promise<TaskHandle<unknown>> {
  if (kind === "large") {
    return client.enqueue(large[host], { n, text: "x".repeat(LARGE_BYTES) }, options);
  }
  return client.enqueue(kinds[kind][host], { n }, options);
}

/** One that does not start is revoked all the same, in the end: the checks say what became of it. */
async function untilStarted(handle: TaskHandle<unknown>): Promise<void> {
  const ends = performance.now() + LOOK_FOR_MS;
  while ((await handle.outcome()).state === "PENDING" && performance.now() < ends) {
    await sleep(LOOK_EVERY_MS);
  }
}

async function revoke(
  site: RequestSite,
  handle: TaskHandle<unknown>,
  afterMs: number,
): Promise<void> {
  await sleep(afterMs);
  const answer = await handle.revoke();
  writeEvent(site.path, { kind: "revoke", taskId: handle.taskId, answer });
}
