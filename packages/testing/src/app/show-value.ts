import { cut } from "@celeriac/core";

const LONGEST_VALUE = 120;

/** A value as JSON on one line, cut; what is no JSON as its text. */
export function showValue(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A cycle, or a bigint.
  }
  const shown = text ?? String(value);
  return shown.length > LONGEST_VALUE ? `${cut(shown, LONGEST_VALUE)}…` : shown;
}
