import {
  type App,
  CeleriacError,
  type EnqueueOutcome,
  type ResolvedTask,
  type SenderContext,
  uuidv7,
} from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import type { TaskOrigin } from "../follow/followed-task.ts";
import { createHandle } from "../follow/handle.ts";
import { checkInput } from "./check-input.ts";
import type { Conditions } from "./conditions.ts";
import { prepareTask } from "./prepared-task.ts";
import { asError, type StoreAnswer, storeTask } from "./store-task.ts";
import { timingOf } from "./timing.ts";

/** Where requests come from and where they go. */
export interface LaunchSite {
  readonly app: App;
  readonly ports: ClientPorts;
  /** What the tasks inherit, where a task sends them. */
  readonly inherited: SenderContext | undefined;
}

/** A request on its way. */
export interface Launch {
  readonly task: ResolvedTask;
  readonly taskId: string;
  readonly origin: TaskOrigin;
  /** What it holds in memory until it is stored, in UTF-16 units; 0 while its schema is still at work. */
  readonly size: number;
  /** Rejects where an asynchronous schema refuses the input. */
  readonly stored: Promise<StoreAnswer>;
}

/**
 * Begins to store a request. Where the schema answers at once so does this: the first call to a port is made before it
 * returns, so that requests of one tick share a batch.
 * @throws {CeleriacError} at once for what the caller got wrong, unless the schema is asynchronous.
 */
export function launchTask(
  { ports, inherited }: LaunchSite,
  task: ResolvedTask,
  conditions: Conditions,
  value: unknown,
): Launch {
  const now = ports.clock.now();
  const taskId = conditions.taskId ?? uuidv7(now, ports.random.hex(10));
  const timing = timingOf(conditions, now);
  const request = { task, taskId, value, conditions, timing, inherited, now };
  const launch = {
    task,
    taskId,
    origin: { queue: conditions.queue.name, enqueuedAt: now, eta: timing.eta },
  };
  const checked = checkInput(task, value);
  if (checked !== undefined) {
    const stored = checked.then(() => storeTask(ports, prepareTask(request)));
    return { ...launch, size: 0, stored };
  }
  const prepared = prepareTask(request);
  const size = prepared.body.length + (prepared.input?.text.length ?? 0);
  return { ...launch, size, stored: storeTask(ports, prepared) };
}

/** How a request ended: its handle, or why it is not known to be stored. Never rejects. */
export function landingOf<Result>(
  { ports }: LaunchSite,
  launch: Launch,
): Promise<EnqueueOutcome<Result>> {
  const { task, taskId, origin } = launch;
  return launch.stored.then(
    (answer): EnqueueOutcome<Result> =>
      answer.ok
        ? { ok: true, handle: createHandle<Result>({ ports, task, taskId, origin }) }
        : { ok: false, taskId, error: notStored(launch, answer) },
    (cause: unknown): EnqueueOutcome<Result> => ({ ok: false, taskId, error: asError(cause) }),
  );
}

function notStored(
  { task, taskId }: Launch,
  { error, uncertain }: Extract<StoreAnswer, { ok: false }>,
): CeleriacError {
  const what = uncertain ? "may not have been stored" : "was not stored";
  const remedy = error.retryable ? "; enqueue it again with the same taskId" : "";
  return new CeleriacError(
    error.code,
    `task ${task.name} (${taskId}) ${what}: ${error.message}${remedy}`,
    { cause: error, retryable: error.retryable, details: { ...error.details, taskId, uncertain } },
  );
}
