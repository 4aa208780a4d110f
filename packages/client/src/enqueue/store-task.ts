import { CeleriacError, toFailureError } from "@celeriac/core";
import type { ClientPorts } from "../client-ports.ts";
import type { TaskOrigin } from "../follow/followed-task.ts";
import { indexOf } from "../tags/tagged-tasks.ts";
import type { PreparedTask } from "./prepared-task.ts";

/** Whether a request is stored. `uncertain`: it may be all the same; sending it again under its id is harmless. */
export type StoreAnswer =
  | { readonly ok: true; readonly joined?: JoinedTask }
  | { readonly ok: false; readonly error: CeleriacError; readonly uncertain: boolean };

/** The request of a unique task that was under way already. */
export interface JoinedTask {
  readonly taskId: string;
  readonly origin: TaskOrigin;
}

type StorePorts = Pick<ClientPorts, "sender" | "schedules" | "payloads" | "tags">;

/** Stores a request where it belongs. The usual case is one call and adds no step of its own to it. */
export function storeTask(ports: StorePorts, prepared: PreparedTask): Promise<StoreAnswer> {
  const { input, tags } = prepared;
  if (input === undefined && tags.length === 0) return deliver(ports, prepared);
  // Before the message: a worker may have it the moment it is sent, and what was sent must be found.
  return Promise.all([
    input === undefined ? undefined : ports.payloads.put(input.key, input.text),
    ...tags.map((entry) => indexOf(ports).add(entry)),
  ]).then(
    () => deliver(ports, prepared),
    (cause: unknown) => ({ ok: false, error: asError(cause), uncertain: false }),
  );
}

function deliver(ports: StorePorts, prepared: PreparedTask): Promise<StoreAnswer> {
  const { taskId, queue, body, group, timing } = prepared;
  if (timing.scheduleAt === undefined) {
    return ports.sender.send(queue, { body, group, delaySeconds: timing.delaySeconds });
  }
  return ports.schedules
    .putOneShot({ name: taskId, at: timing.scheduleAt, queue, body, group })
    .then(
      (): StoreAnswer => ({ ok: true }),
      (cause: unknown): StoreAnswer => ({ ok: false, error: asError(cause), uncertain: true }),
    );
}

/** What was caught, as one of our errors. */
export function asError(cause: unknown): CeleriacError {
  if (CeleriacError.is(cause)) return cause;
  // Whatever was thrown: not everything can be made a text.
  const { message } = toFailureError(cause, { stack: false });
  return new CeleriacError("service-error", message, { cause, retryable: true });
}
