import { printable } from "@celeriac/core";

/**
 * Text that a task, or whoever sent a message, wrote: its lines stay, and what would speak to the terminal, or turn the
 * text around, is written out.
 */
export function foreignText(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A value as JSON over several lines; `undefined` has none. */
export function jsonText(value: unknown): string | undefined {
  const text: string | undefined = JSON.stringify(value, undefined, 2);
  return text === undefined ? undefined : foreignText(text);
}
