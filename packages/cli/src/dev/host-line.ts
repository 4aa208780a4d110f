import type { FailureError } from "@celeriac/core";

/** What a task has come to, by the line that its host wrote. */
export interface TaskLine {
  readonly kind: "task";
  /** Epoch ms, by the host's clock. */
  readonly at: number;
  readonly state: "STARTED" | "SUCCESS" | "RETRY" | "FAILURE" | "REVOKED" | "EXPIRED";
  readonly task: string;
  readonly taskId: string;
  readonly queue: string;
  readonly attempt: number;
  /** How long the attempt ran; absent where none did. */
  readonly ranMs?: number;
  /** Of RETRY: until the next attempt. */
  readonly retryInMs?: number;
  /** Of FAILURE. */
  readonly reason?: string;
  readonly error?: FailureError;
}

/** A line of a logger: a host's own, or a handler's. */
export interface LoggedLine {
  readonly kind: "log";
  readonly at: number;
  readonly level: string;
  readonly message: string;
  readonly task?: string;
  readonly taskId?: string;
  /** What else was said. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly error?: FailureError;
}

/** What anything else wrote. */
export interface PlainLine {
  readonly kind: "text";
  readonly text: string;
}

export type HostLine = TaskLine | LoggedLine | PlainLine;

const STATES = ["STARTED", "SUCCESS", "RETRY", "FAILURE", "REVOKED", "EXPIRED"] as const;

/** What Lambda's runtime puts before what a function prints: instant, request and level, tabs between. */
const LAMBDA_PREFIX =
  /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\t(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\t/;

/** Said on every line, or said in a place of its own. */
const NOT_SHOWN =
  /^(level|message|time|timestamp|service|cold_start|function_.*|xray_trace_id|sampling_rate|taskId|task|queue|generation|state|attempt|ranMs|retryInMs|reason|error)$/;

/** Reads a line that a host wrote: JSON by pino or by Powertools, or anything. */
export function readHostLine(line: string): HostLine {
  const fields = parse(line);
  const message = fields?.["message"];
  const level = fields?.["level"];
  if (fields === undefined || typeof message !== "string" || typeof level !== "string") {
    return { kind: "text", text: line.replace(LAMBDA_PREFIX, "") };
  }
  const at = Date.parse(String(fields["timestamp"] ?? fields["time"]));
  return (
    taskLine(at, message, fields) ?? {
      kind: "log",
      at,
      level: level.toLowerCase(),
      message,
      fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !NOT_SHOWN.test(name))),
      ...present({
        task: textOf(fields["task"]),
        taskId: textOf(fields["taskId"]),
        error: errorOf(fields["error"]),
      }),
    }
  );
}

/** The engine's own lines begin with the same word, and say state and attempt. */
function taskLine(
  at: number,
  message: string,
  fields: Readonly<Record<string, unknown>>,
): TaskLine | undefined {
  const { state: said, attempt, task, taskId, queue } = fields;
  const state = STATES.find((each) => each === said);
  if (!message.startsWith("task ") || state === undefined || typeof attempt !== "number") {
    return undefined;
  }
  // A duplicate of a task that has ended: its end was told. A revoke that came before it was not.
  if (message.startsWith("task had ended") && state !== "REVOKED") return undefined;
  return {
    kind: "task",
    at,
    state,
    task: String(task),
    taskId: String(taskId),
    queue: String(queue),
    attempt,
    ...present({
      ranMs: numberOf(fields["ranMs"]),
      retryInMs: numberOf(fields["retryInMs"]),
      reason: textOf(fields["reason"]),
      error: errorOf(fields["error"]),
    }),
  };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function present<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function errorOf(value: unknown): FailureError | undefined {
  const isError = typeof value === "object" && value !== null && "message" in value;
  return isError ? (value as FailureError) : undefined;
}
