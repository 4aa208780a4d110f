/**
 * JSON of a value in characters that every AWS service takes and keeps: all surrogates, U+FFFE and U+FFFF (SQS refuses
 * them), DEL to U+009F, and `<` (EventBridge Scheduler replaces `<aws.scheduler.…>` inside an input) are written as
 * `\uXXXX`. Everything else in the Basic Multilingual Plane stays as it is.
 */
export function safeJson(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}

/** Escapes a JSON text as {@link safeJson} does. In JSON these characters stand inside strings only. */
export function escapeJson(text: string): string {
  return text.replaceAll(/[<\u007f-\u009f\ud800-\udfff\ufffe\uffff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
