import {
  CeleriacError,
  ENVELOPE_VERSION,
  encodeEnvelope,
  fitsInline,
  INPUT_THRESHOLD_BYTES,
  MAX_PAYLOAD_BYTES,
  MAX_SCHEDULED_BODY_BYTES,
  type Payload,
  type ResolvedTask,
  type SenderContext,
  type TagEntry,
  toJson,
  utf8Length,
} from "@celeriac/core";
import type { Conditions } from "./conditions.ts";
import { tagEntriesOf } from "./tag-entries.ts";
import type { Timing } from "./timing.ts";

/** A request whose input its schema has taken. */
export interface TaskRequest {
  readonly task: ResolvedTask;
  readonly taskId: string;
  readonly value: unknown;
  readonly conditions: Conditions;
  readonly timing: Timing;
  readonly inherited: SenderContext | undefined;
  /** Of the app. */
  readonly searchableTags: readonly string[];
  /** Of a unique task. */
  readonly key: string | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** A request as it is stored: first `input`, where it is too large to travel, and `tags`; then the message. */
export interface PreparedTask {
  readonly taskId: string;
  readonly queue: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly timing: Timing;
  readonly input: { readonly key: string; readonly text: string } | undefined;
  readonly tags: readonly TagEntry[];
}

/**
 * Writes the message of a request. The wire carries what the caller gave, never what the schema made of it.
 * @throws {CeleriacError} `not-serialisable`, `payload-too-large`, `invalid-options`
 */
export function prepareTask(request: TaskRequest): PreparedTask {
  const { task, taskId, conditions, timing } = request;
  const tags = tagEntriesOf(request);
  const common = { taskId, queue: conditions.queue.name, group: conditions.tenant, timing, tags };
  const json = toJson(request.value, `the input of task ${task.name}`);
  if (json === undefined) {
    return { ...common, body: bodyOf(request, undefined), input: undefined };
  }
  if (travelsInline(json.text)) {
    const body = bodyOf(request, { kind: "inline", value: json.value });
    if (timing.scheduleAt === undefined || fitsSchedule(body)) {
      return { ...common, body, input: undefined };
    }
  }
  const bytes = utf8Length(json.text);
  if (bytes > MAX_PAYLOAD_BYTES) throw tooLarge(task, bytes);
  const key = `inputs/${taskId}`;
  return {
    ...common,
    body: bodyOf(request, { kind: "stored", key, bytes }),
    input: { key, text: json.text },
  };
}

/** A schedule holds the body as a JSON string. */
function fitsSchedule(body: string): boolean {
  return utf8Length(JSON.stringify(body)) <= MAX_SCHEDULED_BODY_BYTES;
}

export function travelsInline(text: string): boolean {
  // A UTF-16 unit is at most three bytes: most inputs need no counting.
  const small =
    text.length * 3 <= INPUT_THRESHOLD_BYTES || utf8Length(text) <= INPUT_THRESHOLD_BYTES;
  return small && fitsInline(text);
}

function bodyOf(request: TaskRequest, input: Payload | undefined): string {
  const { task, taskId, conditions, timing, inherited } = request;
  return encodeEnvelope({
    version: ENVELOPE_VERSION,
    taskId,
    task: task.name,
    input,
    generation: 0,
    enqueuedAt: request.now,
    eta: timing.eta,
    expires: timing.expires,
    softTimeLimitMs: conditions.softTimeLimitMs,
    timeLimitMs: conditions.timeLimitMs,
    rootId: inherited?.rootId,
    parentId: inherited?.parentId,
    tenant: conditions.tenant,
    tags: conditions.tags,
    unique: request.key,
    hops: inherited?.hops ?? 0,
  });
}

export function tooLarge(task: ResolvedTask, bytes: number): CeleriacError {
  return new CeleriacError(
    "payload-too-large",
    `the input of task ${task.name} is ${bytes} bytes of JSON: at most ${MAX_PAYLOAD_BYTES} are taken; store it yourself and send where it lies`,
    { details: { task: task.name, bytes, limitBytes: MAX_PAYLOAD_BYTES } },
  );
}
