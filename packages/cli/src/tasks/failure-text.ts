import type { FailureError } from "@celeriac/core";
import { foreignText } from "../text/foreign-text.ts";

/** An error as it was recorded: its stack, then its causes. */
export function failureText(error: FailureError | undefined): string {
  if (error === undefined) return "Its error is kept no more.";
  const { name, message, stack, code, cause } = error;
  const head = `${name}: ${message}${code === undefined ? "" : ` (${code})`}`;
  // A stack begins with name and message.
  const text = foreignText(
    stack?.startsWith(name) === true ? stack : [head, stack ?? ""].join("\n"),
  );
  return cause === undefined
    ? text.trimEnd()
    : `${text.trimEnd()}\ncaused by ${failureText(cause)}`;
}
