import { CeleriacError, parseDuration, show, type WaitOptions } from "@celeriac/core";
import { checkKnownOptions } from "../known-options.ts";
import { readingArguments } from "../reading-arguments.ts";

/** How long a caller waits, checked. */
export interface WaitLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const OPTION: Readonly<Record<keyof WaitOptions, true>> = { timeout: true, signal: true };
const OPTIONS: readonly string[] = Object.keys(OPTION);

/**
 * @param call names the call in the error, as in `result`.
 * @throws {CeleriacError} `invalid-options`
 */
export function checkWaitOptions(call: string, options: WaitOptions): WaitLimits {
  return readingArguments(call, () => checked(call, options));
}

function checked(call: string, options: WaitOptions): WaitLimits {
  checkKnownOptions(call, options, OPTIONS);
  const { timeout = "5m", signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new CeleriacError(
      "invalid-options",
      `signal is ${show(signal)}: expected an AbortSignal`,
    );
  }
  return { timeoutMs: parseDuration(timeout, "timeout"), signal };
}
