import type { FailureError } from "@celeriac/core";
import { failureText } from "../tasks/failure-text.ts";
import { foreignText } from "../text/foreign-text.ts";
import type { Paint } from "../text/paint.ts";
import { lengthText } from "../text/time-text.ts";
import type { HostLine, LoggedLine, TaskLine } from "./host-line.ts";

export interface LineStyle {
  readonly paint: Paint;
  /** Paths below it are shortened. Absolute. */
  readonly directory: string;
}

type Style = Parameters<Paint>[0];

const STYLES: Readonly<Record<TaskLine["state"], Style>> = {
  STARTED: "dim",
  SUCCESS: "green",
  RETRY: "yellow",
  FAILURE: "red",
  REVOKED: "magenta",
  EXPIRED: "magenta",
};
const LEVELS: Readonly<Record<string, Style>> = { warn: "yellow", error: "red", debug: "dim" };

/** How much of a task's id tells it from others on a screen; its end, since ids begin with the time. */
const SHORT_ID_LENGTH = 8;
const NAME_WIDTH = 16;
const STATE_WIDTH = 16;
/** What a worker says of its own coming and going: of interest only while tasks of it run. */
const OWN_LINES = /^(the worker (runs|stops|has stopped)|told to stop)/;
const INDENT = " ".repeat(4);

/** A line of a host as a person reads it: lines, each ended. */
export function hostLineText(source: string, line: HostLine, style: LineStyle): string {
  switch (line.kind) {
    case "task":
      return taskText(source, line, style);
    case "log":
      return loggedText(source, line, style);
    case "text":
      return `${style.paint("dim", `${source} |`)} ${foreignText(line.text)}\n`;
  }
}

function taskText(source: string, line: TaskLine, { paint, directory }: LineStyle): string {
  const { state, attempt, ranMs, reason, error, taskId } = line;
  const parts = [
    ...headOf(line, paint),
    paint(STYLES[state], stateText(line).padEnd(STATE_WIDTH)),
    ...(attempt > 0 ? [`attempt ${attempt}`] : []),
    ...(ranMs === undefined ? [] : [lengthText(ranMs)]),
    paint("dim", source),
  ];
  const isTrouble = state === "FAILURE" || state === "RETRY";
  const why = reason === undefined || reason === "error" ? "" : ` (${reason})`;
  const id = state === "FAILURE" ? `${INDENT}${taskId}${why}\n` : "";
  const shown = isTrouble && error !== undefined ? errorText(error, directory) : "";
  return `${parts.join("  ")}\n${paint("dim", id)}${shown}`;
}

function stateText({ state, retryInMs }: TaskLine): string {
  if (state !== "RETRY") return state.toLowerCase();
  return retryInMs === undefined ? "retry" : `retry in ${lengthText(retryInMs)}`;
}

function loggedText(source: string, line: LoggedLine, { paint, directory }: LineStyle): string {
  const { level, message, fields, error } = line;
  if (OWN_LINES.test(message)) {
    const { running } = fields;
    if (typeof running !== "number" || running === 0) return "";
    return `${[...headOf(line, paint), paint("dim", `${message} (${running} running)  ${source}`)].join("  ")}\n`;
  }
  const rest = Object.keys(fields).length === 0 ? "" : ` ${foreignText(JSON.stringify(fields))}`;
  const text = paint(LEVELS[level] ?? "reset", foreignText(message));
  const parts = [...headOf(line, paint), `${text}${paint("dim", rest)}`, paint("dim", source)];
  return `${parts.join("  ")}\n${error === undefined ? "" : errorText(error, directory)}`;
}

function headOf(
  { at, task, taskId }: { readonly at: number; readonly task?: string; readonly taskId?: string },
  paint: Paint,
): readonly string[] {
  const time = paint("dim", timeText(at));
  if (task === undefined || taskId === undefined) return [time];
  const id = taskId.slice(-SHORT_ID_LENGTH);
  return [time, foreignText(task).padEnd(NAME_WIDTH), paint("dim", foreignText(id))];
}

/** The machine's own time of day. */
function timeText(at: number): string {
  const time = new Date(at);
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${clock}.${String(time.getMilliseconds()).padStart(3, "0")}`;
}

function errorText(error: FailureError, directory: string): string {
  return ownFrames(failureText(error), directory);
}

/** A stack, indented, with the frames of the user's own code alone: those of packages and of Node help nobody here. */
export function ownFrames(stack: string, directory: string): string {
  const lines = stack
    .split("\n")
    .filter((line) => !/^\s+at .*(node_modules|node:|\.celeriac\/build)/.test(line))
    .map((line) => line.replaceAll(`file://${directory}/`, "").replaceAll(`${directory}/`, ""));
  return lines.map((line) => `${INDENT}${line}\n`).join("");
}
