import {
  type App,
  CeleriacError,
  checkInput,
  type EnqueueOutcome,
  type ResolvedTask,
  type SenderContext,
  uuidv7,
} from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import type { TaskOrigin } from "../follow/followed-task.ts";
import { createHandle } from "../follow/handle.ts";
import type { Conditions } from "./conditions.ts";
import type { Lanes } from "./lanes.ts";
import { type PreparedTask, prepareTask, type TaskRequest } from "./prepared-task.ts";
import { asError, type StoreAnswer, storeTask } from "./store-task.ts";
import { storeUnique } from "./store-unique.ts";
import { timingOf } from "./timing.ts";
import { uniqueKeyOf } from "./unique-key.ts";

/** Where requests come from and where they go. */
export interface LaunchSite {
  readonly app: App;
  readonly ports: ClientPorts;
  /** What the tasks inherit, where a task sends them. */
  readonly inherited: SenderContext | undefined;
  /** Requests of one unique key go one after the other, so that they need not send for each other. */
  readonly lanes: Lanes;
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
  site: LaunchSite,
  task: ResolvedTask,
  conditions: Conditions,
  value: unknown,
): Launch {
  const { ports, inherited } = site;
  const now = ports.clock.now();
  const taskId = conditions.taskId ?? uuidv7(now, ports.random.hex(10));
  const timing = timingOf(conditions, now);
  const begin = (): Storing => {
    const key = uniqueKeyOf(task, value);
    const { searchableTags } = site.app;
    const request = {
      ...{ task, taskId, value, conditions, timing, inherited, key, now },
      searchableTags,
    };
    return beginToStore(site, request);
  };
  const launch = {
    task,
    taskId,
    origin: { queue: conditions.queue.name, enqueuedAt: now, eta: timing.eta },
  };
  const checked = checkInput(task, value);
  if (checked !== undefined) {
    return { ...launch, size: 0, stored: checked.then(() => begin().stored) };
  }
  return { ...launch, ...begin() };
}

type Storing = Pick<Launch, "size" | "stored">;

function beginToStore({ ports, lanes }: LaunchSite, request: TaskRequest): Storing {
  const { task, key } = request;
  const prepared: PreparedTask = prepareTask(request);
  const size = prepared.body.length + (prepared.input?.text.length ?? 0);
  if (task.unique === undefined || key === undefined) {
    return { size, stored: storeTask(ports, prepared) };
  }
  const { locks } = ports;
  if (locks === undefined) throw noLocks(task);
  const unique = { ...request, key, unique: task.unique, locks };
  const stored = lanes(`${task.name} ${key}`, () => storeUnique(ports, unique, prepared));
  return { size, stored };
}

function noLocks(task: ResolvedTask): CeleriacError {
  return new CeleriacError(
    "missing-resource",
    `this client was made without locks, which the unique task ${task.name} needs: give createClient some`,
  );
}

/** How a request ended: its handle, or why it is not known to be stored. Never rejects. */
export function landingOf<Result>(
  { ports }: LaunchSite,
  launch: Launch,
): Promise<EnqueueOutcome<Result>> {
  const { task, taskId, origin } = launch;
  return launch.stored.then(
    (answer): EnqueueOutcome<Result> => {
      if (!answer.ok) return { ok: false, taskId, error: notStored(launch, answer) };
      const { joined } = answer;
      const followed = {
        ports,
        task,
        joined: joined !== undefined,
        ...(joined ?? { taskId, origin }),
      };
      return { ok: true, handle: createHandle<Result>(followed) };
    },
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
