import { decodePayload, type Envelope, type TaskState } from "@celeriac/core";
import type { MemoryModels } from "./memory-models.ts";
import { readBody } from "./read-body.ts";
import type { Happening, Moment } from "./timeline.ts";

/** A request to run a task, as it was stored. */
export interface EnqueuedTask<Input = unknown> {
  readonly taskId: string;
  /** The task's name. */
  readonly task: string;
  /** As it travels: what the caller gave, as JSON. */
  readonly input: Input;
  readonly queue: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly tenant: string | undefined;
  /** Not before this instant, epoch ms; `undefined`: at once. */
  readonly eta: number | undefined;
  /** Not after this instant, epoch ms. */
  readonly expires: number | undefined;
  /** The id of the task that enqueued it. */
  readonly parentId: string | undefined;
  /** The instant of the recurring schedule's tick that it is for, epoch ms. */
  readonly tick: number | undefined;
  /** Epoch ms. */
  readonly enqueuedAt: number;
  /** Where it stands: PENDING until its first attempt. */
  readonly state: TaskState;
}

/** Every request that was stored so far, whatever became of it since: each task id once, in order. */
export function enqueuedTasks(
  moments: readonly Moment[],
  models: Pick<MemoryModels, "payloads" | "store">,
): readonly EnqueuedTask[] {
  const known = new Map<string, EnqueuedTask>();
  for (const { what } of moments) {
    const request = requestOf(what);
    // What is sent again under an id (renewed, dead-lettered, redriven, repeated) is the same request.
    if (request === undefined || known.has(request.envelope.taskId)) continue;
    known.set(request.envelope.taskId, toEnqueued(request, models));
  }
  return [...known.values()];
}

interface Request {
  readonly queue: string;
  readonly envelope: Envelope;
}

function requestOf(what: Happening): Request | undefined {
  const sent = messageOf(what);
  if (sent === undefined) return undefined;
  const envelope = readBody(sent.body);
  return envelope === undefined ? undefined : { queue: sent.queue, envelope };
}

function messageOf(what: Happening): { readonly queue: string; readonly body: string } | undefined {
  if (what.kind === "scheduled") return what.schedule;
  return what.kind === "sent" ? { queue: what.queue, body: what.message.body } : undefined;
}

function toEnqueued(
  { queue, envelope }: Request,
  { payloads, store }: Pick<MemoryModels, "payloads" | "store">,
): EnqueuedTask {
  const { taskId, task, tenant, eta, expires, parentId, tick, enqueuedAt } = envelope;
  return {
    ...{ taskId, task, queue, tenant, eta, expires, parentId, tick, enqueuedAt },
    input: readInput(envelope, payloads),
    tags: envelope.tags ?? {},
    state: store.record(taskId)?.state ?? "PENDING",
  };
}

/** An envelope's input as it travels; one that was too large for the message is read where it lies. */
export function readInput(
  { input }: Pick<Envelope, "input">,
  payloads: MemoryModels["payloads"],
): unknown {
  if (input?.kind !== "stored") return input?.value;
  const decoded = decodePayload(payloads.peek(input.key) ?? "");
  return decoded.ok ? decoded.value : undefined;
}
