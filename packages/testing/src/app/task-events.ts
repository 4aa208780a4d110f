import {
  cut,
  DEAD_LETTER_ERROR_ATTRIBUTE,
  DEAD_LETTER_REASON_ATTRIBUTE,
  type OutgoingMessage,
  type TaskRecord,
} from "@celeriac/core";
import type { HistoryEntry } from "../simulation/history.ts";
import { readBody } from "./read-body.ts";
import { recordedText } from "./recorded-text.ts";
import { showLength } from "./show-length.ts";
import { showValue } from "./show-value.ts";
import type { TaskEvent } from "./task-event.ts";
import type { Happening, Moment } from "./timeline.ts";

const LONGEST_TEXT = 200;

/** What ends a handler's run. */
const ENDS: ReadonlySet<Happening["kind"]> = new Set(["ended", "threw", "fault", "delivered"]);

type Told = Omit<TaskEvent, "at">;

/** What happened to one task, in order. What only keeps an attempt alive (heartbeats) is left out. */
export function taskEvents(moments: readonly Moment[], taskId: string): readonly TaskEvent[] {
  const events: TaskEvent[] = [];
  let isRunning = false;
  for (const { at, what } of moments) {
    if (taskOf(what) !== taskId) continue;
    isRunning = what.kind === "began" || (isRunning && !ENDS.has(what.kind));
    const told = isRunning && what.kind === "hidden" ? undefined : tell(what, at);
    if (told !== undefined) events.push({ at, ...told, text: cut(told.text, LONGEST_TEXT) });
  }
  return events;
}

function taskOf(what: Happening): string | undefined {
  switch (what.kind) {
    case "sent":
    case "received":
      return readBody(what.message.body)?.taskId;
    case "hidden":
    case "deleted":
      return what.message?.taskId;
    case "written":
      return what.after.taskId;
    case "write-refused":
      return what.current?.taskId ?? what.change.taskId;
    case "scheduled":
      return what.schedule.name;
    case "acknowledged":
      return undefined;
    default:
      return what.taskId;
  }
}

function tell(what: Happening, at: number): Told | undefined {
  switch (what.kind) {
    case "sent":
      return sent(what.queue, what.message);
    case "scheduled":
      return { kind: "scheduled", text: `a schedule will send it at ${instant(what.schedule.at)}` };
    case "received":
      return {
        kind: "received",
        text: `received from ${what.queue}, for the ${ordinal(what.message.receiveCount)} time`,
      };
    case "began":
      return { kind: "began", text: `handler began, attempt ${what.attempt}` };
    case "ended":
      return { kind: "returned", text: `handler returned ${showValue(what.value)}` };
    case "threw":
      return { kind: "threw", text: `handler threw ${String(what.error)}` };
    case "written":
      return recorded(what.before, what.after, at);
    case "write-refused":
      return refused(what);
    case "delivered":
      return left(what.result);
    case "hidden":
      return { kind: "put-back", text: `visible again in ${showLength(what.seconds * 1000)}` };
    case "deleted":
      return { kind: "deleted", text: `deleted from ${what.queue}` };
    case "fault":
      return { kind: "fault", text: `fault: ${what.text}` };
    default:
      return undefined;
  }
}

function sent(queue: string, { attributes = {}, delaySeconds = 0 }: OutgoingMessage): Told {
  const reason = attributes[DEAD_LETTER_REASON_ATTRIBUTE];
  if (reason !== undefined) {
    const error = attributes[DEAD_LETTER_ERROR_ATTRIBUTE];
    const why = error === undefined ? reason : `${reason}: ${error}`;
    return { kind: "dead-lettered", text: `copied to ${queue}: ${why}` };
  }
  const delay = delaySeconds === 0 ? "" : `, visible in ${showLength(delaySeconds * 1000)}`;
  return { kind: "sent", text: `sent to ${queue}${delay}` };
}

function recorded(before: TaskRecord | undefined, after: TaskRecord, at: number): Told | undefined {
  const text = recordedText(before, after, at);
  return text === undefined ? undefined : { kind: "recorded", text: `recorded ${text}` };
}

function refused({
  current,
  guard,
}: Extract<HistoryEntry, { kind: "write-refused" }>): Told | undefined {
  // Whoever claims tries to insert first: that a record is there is the usual case of a second attempt.
  if (guard === undefined) return undefined;
  const state = current === undefined ? "there is no record" : `it is ${current.state}`;
  return { kind: "refused", text: `a write was refused: ${state}` };
}

const LEFT: Readonly<Record<string, string>> = {
  repeated: "a duplicate of a finished task: nothing is run",
  superseded: "superseded by what was recorded since: nothing is run",
  left: "left alone: SQS delivers it again",
  "put-back": "put back for later",
  renewed: "sent anew, since its message was too old",
};

function left(result: string): Told | undefined {
  const text = LEFT[result];
  return text === undefined ? undefined : { kind: "put-back", text };
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function ordinal(count: number): string {
  if (count === 1) return "first";
  if (count === 2) return "second";
  return count === 3 ? "third" : `${count}th`;
}
