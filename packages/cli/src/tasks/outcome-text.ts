import type { OutcomeCommon, TaskOutcome, TaskState } from "@celeriac/core";
import { fieldLines } from "../text/field-lines.ts";
import { foreignText, jsonText } from "../text/foreign-text.ts";
import type { Paint } from "../text/paint.ts";
import { instantText, lengthText } from "../text/time-text.ts";
import { failureText } from "./failure-text.ts";

const STYLES: Readonly<Record<TaskState, "green" | "red" | "yellow" | "cyan">> = {
  PENDING: "cyan",
  STARTED: "cyan",
  RETRY: "yellow",
  SUCCESS: "green",
  FAILURE: "red",
  REVOKED: "yellow",
  EXPIRED: "yellow",
};

/** All that is known of a task, for people. */
export function outcomeText(
  outcome: OutcomeCommon | TaskOutcome<unknown>,
  now: number,
  paint: Paint,
): string {
  const { state, generation, attempts, startedAt, finishedAt } = outcome;
  const took =
    startedAt === undefined || finishedAt === undefined
      ? ""
      : `, ${lengthText(finishedAt - startedAt)} after its start`;
  const finished = instantText(finishedAt, now);
  const lines = fieldLines([
    ["task", foreignText(outcome.task)],
    ["id", outcome.taskId],
    ["state", paint(STYLES[state], state) + (outcome.revokeRequested ? ", told to stop" : "")],
    ["attempts", `${attempts}${generation === 0 ? "" : `, of generation ${generation}`}`],
    ["queue", outcome.queue],
    ["host", outcome.host === undefined ? undefined : foreignText(outcome.host)],
    ["enqueued", instantText(outcome.enqueuedAt, now)],
    ["started", instantText(startedAt, now)],
    ["next attempt", instantText(outcome.nextAttemptAt, now)],
    ["finished", finished === undefined ? undefined : `${finished}${took}`],
    ["progress", outcome.progress === undefined ? undefined : jsonText(outcome.progress)],
    ["lost", lostText(outcome)],
    ["redriven", redrivesText(outcome, now)],
  ]);
  return `${[...lines, ...endLines(outcome)].join("\n")}\n`;
}

function lostText({ lost }: OutcomeCommon): string | undefined {
  if (lost.length === 0) return undefined;
  return lost
    .map(
      ({ attempt, host }) =>
        `attempt ${attempt}${host === undefined ? "" : ` on ${foreignText(host)}`}`,
    )
    .join(", ");
}

function redrivesText({ redrives }: OutcomeCommon, now: number): string | undefined {
  if (redrives.length === 0) return undefined;
  return redrives
    .map(({ at, edited }) => `${instantText(at, now)}${edited ? ", its input changed" : ""}`)
    .join("; ");
}

function endLines(outcome: OutcomeCommon | TaskOutcome<unknown>): readonly string[] {
  if (outcome.lastError !== undefined) return ["", "last error:", failureText(outcome.lastError)];
  if ("reason" in outcome) return ["", `failed (${outcome.reason}):`, failureText(outcome.error)];
  if (!("resultAvailable" in outcome)) return [];
  if (!outcome.resultAvailable) return ["", "Its result is kept no more."];
  const text = jsonText(outcome.result);
  return text === undefined ? [] : ["", "result:", text];
}
