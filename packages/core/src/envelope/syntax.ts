import { isTaskName } from "../definition/names.ts";
import { MAX_PAYLOAD_BYTES } from "../limits.ts";

/** What a task id may be: the alphabet of task names. It is a step of a path in S3: never `..`. */
export const TASK_ID_SYNTAX = "1 to 128 of A-Z a-z 0-9 . _ : -, not dots alone";
/** What a tenant may be: what SQS takes as a MessageGroupId. */
export const TENANT_SYNTAX = "1 to 128 letters, digits and punctuation of ASCII, without spaces";
/** What tags may be. */
export const TAGS_SYNTAX =
  "at most 32 labels, each a text of at most 256 characters under a name of 1 to 128";
/** The highest generation: far below where adding one would stop having an effect. */
export const MAX_GENERATION = 1_000_000;

const MAX_TAGS = 32;
/** ECMAScript's last instant, epoch ms. */
const LAST_INSTANT_MS = 8_640_000_000_000_000;

export function isTaskId(value: unknown): value is string {
  return isTaskName(value);
}

export function isTenant(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]{1,128}$/.test(value);
}

export function isTags(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return (
    entries.length <= MAX_TAGS &&
    entries.every(
      ([key, tag]) =>
        key.length > 0 && key.length <= 128 && typeof tag === "string" && tag.length <= 256,
    )
  );
}

/** An instant that a clock can show: whole ms since 1970, from then on. */
export function isInstant(value: unknown): value is number {
  return isWhole(value, 0, LAST_INSTANT_MS);
}

export function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** Where a task's own input may lie: a message must not make its host read what belongs to another task. */
export function isInputKey(value: unknown, taskId: unknown): value is string {
  if (typeof value !== "string" || value.length > 512) return false;
  const own = `inputs/${String(taskId)}`;
  if (value === own) return true;
  const steps = value.startsWith(`${own}/`) ? value.slice(own.length + 1).split("/") : [""];
  return steps.every(isTaskName);
}

export function isPayloadLength(value: unknown): value is number {
  return isWhole(value, 0, MAX_PAYLOAD_BYTES);
}

/** Visible ASCII of bounded length: workflow nodes and trace contexts. */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]{1,256}$/.test(value);
}
